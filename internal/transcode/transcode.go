package transcode

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// runner is what transcoding needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Transcoder makes renditions.
type Transcoder struct {
	Runner runner
}

// Result is what was made of a recording, with measured figures. Names are
// those of files in the folder that was given; their sizes and hashes are left
// to whoever stores them.
type Result struct {
	Duration   float64             `json:"duration"` // seconds
	Renditions []meeting.Rendition `json:"renditions"`
	DASH       string              `json:"dash"`          // the manifest that lists them for DASH
	MP4        string              `json:"mp4,omitempty"` // a progressive file with picture and sound
	M4A        string              `json:"m4a,omitempty"` // a progressive file with sound alone
	Poster     []meeting.Image     `json:"poster,omitempty"`
	Storyboard *Storyboard         `json:"storyboard,omitempty"`
	Warnings   []string            `json:"warnings,omitempty"` // predicates about the source
}

// Storyboard is the sheets that were drawn and the cues that lead to them.
type Storyboard struct {
	plan.Storyboard
	VTT    string   `json:"vtt"`
	Sheets []string `json:"sheets"`
}

// Make carries m out on the file src and leaves all files of the result in
// dir, which is empty before. progress is called with 0 to 1.
func (t *Transcoder) Make(ctx context.Context, src, dir string, m plan.Media, progress func(float64)) (Result, error) {
	work := filepath.Join(dir, ".work")
	if err := os.Mkdir(work, 0o700); err != nil {
		return Result{}, fmt.Errorf("transcode: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }() // the whole folder goes in the end anyway

	all, err := t.listen(ctx, src, work, m, share(progress, 0, listening))
	if err != nil {
		return Result{}, err
	}
	warnings, err := deaf(m, all)
	if err != nil {
		return Result{}, err
	}
	m, touches := decide(m, all)
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: encodeArgs(src, work, m, touches), Dir: work,
		Stdout: &progressReader{duration: m.Duration, report: share(progress, listening, 1)},
		Read:   []string{src}, Write: []string{work}, CPU: cpuLimit(m.Duration),
	})
	if err != nil {
		return Result{}, fmt.Errorf("encode: %w", err)
	}
	var res Result
	if err = t.renditions(work, dir, m, said, &res); err != nil {
		return Result{}, err
	}
	res.Warnings = append(res.Warnings, warnings...)
	for i := range all {
		res.Renditions[len(m.Rungs)+i].Loudness = loudness(all[i], touches[i])
	}
	if err = t.progressive(ctx, dir, m, &res); err != nil {
		return Result{}, err
	}
	if m.Storyboard != nil {
		if res.Storyboard, err = drawStoryboard(work, dir, *m.Storyboard, res.Duration); err != nil {
			return Result{}, err
		}
	}
	if m.Poster != nil {
		if res.Poster, err = t.poster(ctx, work, dir, *m.Poster); err != nil {
			return Result{}, err
		}
	}
	return res, nil
}

// cpuLimit is the processor time after which an encode counts as hung: a
// hundred times the duration is many times what the slowest machine needs for
// the tallest ladder.
func cpuLimit(duration float64) time.Duration {
	return 30*time.Minute + time.Duration(100*duration)*time.Second
}

// renditions measures and checks what ffmpeg made, whose exit code is no proof,
// and writes the playlists.
func (t *Transcoder) renditions(work, dir string, m plan.Media, said string, res *Result) error {
	wanted := expected(m)
	all := make([]measured, len(wanted))
	for i, want := range wanted {
		got, err := measure(filepath.Join(work, want.Name))
		if err != nil {
			return unreadable(err, said)
		}
		all[i] = got.as(want)
	}
	warnings, err := check(all, len(m.Rungs), m, said)
	if err != nil {
		return err
	}
	for _, got := range all {
		r := got.rendition
		if err = os.Rename(filepath.Join(work, r.Name), filepath.Join(dir, r.Name)); err != nil {
			return fmt.Errorf("keep %s: %w", r.Name, err)
		}
		res.Renditions = append(res.Renditions, r)
	}
	if res.DASH, err = pack(dir, all); err != nil {
		return err
	}
	res.Warnings = warnings
	res.Duration = all[0].rendition.Duration // the picture's, where there is one
	return nil
}

// expected is the renditions of m as far as they are known before they are
// measured, video first.
func expected(m plan.Media) []meeting.Rendition {
	list := make([]meeting.Rendition, 0, len(m.Rungs)+len(m.Audio))
	for _, r := range m.Rungs {
		list = append(list, meeting.Rendition{
			Object: meeting.Object{Name: videoName(r.ID), Type: "video/mp4"}, ID: r.ID,
			Playlist: r.ID + ".m3u8", IFrames: r.ID + "-iframes.m3u8",
		})
	}
	for _, a := range m.Audio {
		list = append(list, meeting.Rendition{
			Object: meeting.Object{Name: audioName(a.ID), Type: "audio/mp4"}, ID: a.ID, Playlist: a.ID + ".m3u8",
			Language: a.Language, Title: a.Title, Channels: a.Channels,
		})
	}
	return list
}

// unreadable is the error for a rendition that cannot be measured: ffmpeg
// exited 0 and yet made nothing of it, so what it said is the reason.
func unreadable(err error, said string) error {
	if noSpace(said) {
		return fmt.Errorf("encode: %s: %w", said, err)
	}
	return fmt.Errorf("encode: %w: %w", fault.Refuse("holds nothing that can be decoded"), err)
}
