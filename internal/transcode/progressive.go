package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// Progressive is plain files that a browser without HLS plays and a person
// downloads, each whole in itself and with its index first.
type Progressive struct {
	MP4 string `json:"mp4,omitempty"` // picture and sound
	M4A string `json:"m4a,omitempty"` // sound alone
}

// Progressive puts the highest rung and all sound into plain files, in dir.
// Nothing is encoded again.
func (t *Transcoder) Progressive(ctx context.Context, dir string, p plan.ProgressiveParams, made []Made, open Opener, progress func(float64)) (Progressive, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Progressive{}, err
	}
	defer remove()
	tracks, sound := tracksToRemux(made, p.Trim)
	if len(tracks) == 0 {
		return Progressive{}, errors.New("remux: there is nothing in this part of the recording")
	}
	p.Duration = playedSeconds(tracks, p.Trim) // of what is there, which may be less than what was planned
	files, err := joinAll(ctx, work, tracks, open, share(progress, 0, 0.7))
	if err != nil {
		return Progressive{}, err
	}
	about := filepath.Join(work, metadataFile)
	if err = os.WriteFile(about, []byte(metadata(p)), 0o600); err != nil {
		return Progressive{}, fmt.Errorf("write title and chapters: %w", err)
	}
	var res Progressive
	if len(tracks) > len(sound.Tracks) {
		res.MP4 = layout.RecordingMP4
		if err = t.remux(ctx, filepath.Join(dir, res.MP4), files, about, sound, p); err != nil {
			return Progressive{}, err
		}
	}
	if len(sound.Tracks) > 0 {
		res.M4A = layout.RecordingM4A
		if err = t.remux(ctx, filepath.Join(dir, res.M4A), files[len(files)-len(sound.Tracks):], about, sound, p); err != nil {
			return Progressive{}, err
		}
	}
	return res, nil
}

// tracksToRemux returns the picture of the highest rung and all sound, or one stretch of them.
func tracksToRemux(made []Made, kept *meeting.Stretch) ([]track, Sound) {
	var tracks []track
	add := func(t track) bool {
		if kept != nil {
			t = t.within(*kept)
		}
		if len(t.parts) > 0 {
			tracks = append(tracks, t)
		}
		return len(t.parts) > 0
	}
	if video := videoOf(made); len(video) > 0 {
		add(video[0])
	}
	sound, from := soundOf(made)
	all := sound.Tracks
	sound.Tracks = nil
	for _, s := range all {
		if add(track{id: s.Part.Rendition, parts: []placed{{Part: s.Part, file: from.piece(s.Part.Name)}}}) {
			sound.Tracks = append(sound.Tracks, s)
		}
	}
	return tracks, sound
}

// playedSeconds is how long a file with these tracks plays.
func playedSeconds(tracks []track, kept *meeting.Stretch) (longest float64) {
	for _, t := range tracks {
		first := t.parts[0]
		length := float64(t.ticks()) / float64(first.Timescale)
		if kept != nil {
			end := float64(first.Start)/float64(first.Timescale) + length
			length = min(end, kept.End) - kept.Start
		}
		longest = max(longest, length)
	}
	return longest
}

// joinAll brings all tracks here, a file each.
func joinAll(ctx context.Context, work string, tracks []track, open Opener, progress func(float64)) ([]string, error) {
	var total, done int64
	for _, t := range tracks {
		for _, p := range t.parts {
			total += p.file.Size
		}
	}
	files := make([]string, 0, len(tracks))
	for _, t := range tracks {
		path := filepath.Join(work, wholeName(t.id))
		err := join(ctx, path, t.parts, open, func(n int64) {
			done += n
			if progress != nil {
				progress(float64(done) / float64(max(1, total)))
			}
		})
		if err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	return files, nil
}

// remux puts tracks into one file, with title and chapters, index first.
func (t *Transcoder) remux(ctx context.Context, to string, files []string, about string, sound Sound, p plan.ProgressiveParams) error {
	name := filepath.Base(to)
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: remuxArgs(to, files, about, sound, p.Trim), Dir: filepath.Dir(to), Write: []string{filepath.Dir(to)}, CPU: 2 * time.Hour,
	})
	if err != nil {
		return fmt.Errorf("remux %s: %w", name, err)
	}
	if p.Trim != nil {
		if err = limitEdits(to, p.Trim.Length()); err != nil {
			return fmt.Errorf("remux %s: %w", name, err)
		}
	}
	if err := checkProgressive(to, p.Duration, p.Trim != nil); err != nil {
		return fmt.Errorf("remux %s: %w: %s", name, err, stderr)
	}
	return nil
}

// remuxArgs is the command line for it: about is a file of title and chapters. kept is the
// stretch that the file has; nil for all.
func remuxArgs(to string, files []string, about string, sound Sound, kept *meeting.Stretch) []string {
	input, output := trimArgs(kept)
	args := append(ffmpeg.Quiet(), input...)
	var maps []string
	for i, file := range files {
		args = append(args, ffmpeg.Input(file)...)
		maps = append(maps, "-map", fmt.Sprintf("%d:0", i))
	}
	last := fmt.Sprint(len(files))
	args = append(args, "-protocol_whitelist", "file", "-f", "ffmetadata", "-i", about)
	args = append(append(args, maps...), "-map_metadata", last, "-map_chapters", last, "-c", "copy")
	for i, track := range sound.Tracks {
		args = append(args, trackArgs(i, track)...)
	}
	args = append(args, output...)
	return append(args, "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", to)
}

// metadata is title and chapters in ffmpeg's own text format.
func metadata(p plan.ProgressiveParams) string {
	var b strings.Builder
	b.WriteString(";FFMETADATA1\n")
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s=%s\n", name, escape(value))
		}
	}
	field("title", p.Title)
	field("date", p.Date)
	for _, c := range p.Chapters {
		fmt.Fprintf(&b, "[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=%d\n", int64(c.Start*1000+0.5), int64(c.End*1000+0.5))
		field("title", c.Title)
	}
	return b.String()
}

// escape is s as a value of a metadata file: =, ;, #, \ and newlines are told
// from those that mean something by a backslash (ffmpeg-formats, section
// Metadata).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "=", `\=`, ";", `\;`, "#", `\#`, "\r", " ", "\n", " ").Replace(s)
}

// checkProgressive holds a progressive file to its name: the index before the
// data, all of the data, and as long as the recording, but for what could not be
// decoded. A trimmed one is not longer either.
func checkProgressive(path string, duration float64, trimmed bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	file, err := mp4.DecodeFile(f, mp4.WithDecodeMode(mp4.DecModeLazyMdat))
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if file.Moov == nil || file.Mdat == nil || file.Moov.Mvhd == nil || file.Moov.Mvhd.Timescale == 0 {
		return errors.New("check: no index or no data in it")
	}
	if file.Moov.StartPos > file.Mdat.StartPos {
		return errors.New("check: its index comes after its data")
	}
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if end := file.Mdat.StartPos + file.Mdat.Size(); uint64(info.Size()) < end {
		return fmt.Errorf("check: %d bytes long, and its data end at %d", info.Size(), end)
	}
	got := float64(file.Moov.Mvhd.Duration) / float64(file.Moov.Mvhd.Timescale)
	if duration-got > tolerance(duration) || trimmed && got-duration > tolerance(duration) {
		return fmt.Errorf("check: %.3f s long, not %.3f", got, duration)
	}
	return nil
}
