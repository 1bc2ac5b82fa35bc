package captions

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// runner starts tools; a [proc.Runner].
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Maker converts captions.
type Maker struct {
	Runner runner
}

// Made is the result of a conversion. The names are those of objects; they are empty
// if the picture or the part has no captions.
type Made struct {
	VTT      string `json:"vtt"`
	Playlist string `json:"playlist"` // of HLS
	Cues     int    `json:"cues"`

	// From the start of the first cue to the end of the last; nil without cues, and in older results.
	Spoken *meeting.Stretch `json:"spoken,omitempty"`

	Speakers bool     `json:"speakers,omitempty"` // the cues name speakers
	Language string   `json:"language,omitempty"` // as the file names it
	Channels []int    `json:"channels,omitempty"` // of closed captions: all that have some, 1 for CC1
	Outside  []int    `json:"outside,omitempty"`  // of joined ones: how many lie outside of each part and were dropped
	Warnings []string `json:"-"`                  // predicates about the source
}

// Make converts the captions of src, a file of captions or a recording with a stream of
// them, and writes them to dir.
func (m *Maker) Make(ctx context.Context, src, dir string, p plan.CaptionsParams) (Made, error) {
	var script Script
	var channels []int
	var unread []string
	var err error
	switch {
	case p.Stream == nil:
		script, err = readFile(src, p.Format, p.Language)
	case p.Stream.Closed():
		script, channels, unread, err = m.closed(ctx, src, dir, p)
	default:
		script, err = m.extract(ctx, src, p)
	}
	if err != nil {
		return Made{}, fmt.Errorf("read the captions: %w", err)
	}
	if p.Stream != nil && p.Stream.Closed() && len(script.Cues) == 0 {
		return Made{Channels: channels, Warnings: unread}, nil
	}
	cues, warnings, err := Clean(script, p.Shift(), p.Duration)
	if err != nil {
		return Made{}, err
	}
	if p.Stream != nil {
		for i := range warnings {
			warnings[i] = fmt.Sprintf("has captions (stream %d) and %s", p.Stream.Index, warnings[i])
		}
	}
	made, err := writeFiles(dir, cues, p.Duration)
	made.Language, made.Channels, made.Warnings = script.Language, channels, warnings
	return made, err
}

// writeFiles writes captions, and the playlist of a recording of duration seconds,
// to dir.
func writeFiles(dir string, cues []meeting.Cue, duration float64) (Made, error) {
	if err := os.WriteFile(filepath.Join(dir, layout.Captions), Write(cues), 0o600); err != nil {
		return Made{}, fmt.Errorf("write the captions: %w", err)
	}
	list, err := os.Create(filepath.Join(dir, layout.CaptionsList))
	if err != nil {
		return Made{}, fmt.Errorf("write the captions: %w", err)
	}
	if err = errors.Join(manifest.WriteTextPlaylist(list, layout.Captions, duration), list.Close()); err != nil {
		return Made{}, fmt.Errorf("write the captions: %w", err)
	}
	return Made{VTT: layout.Captions, Playlist: layout.CaptionsList, Cues: len(cues), Spoken: spoken(cues), Speakers: speak(cues)}, nil
}

// spoken is the stretch that cues cover.
func spoken(cues []meeting.Cue) *meeting.Stretch {
	if len(cues) == 0 {
		return nil
	}
	s := meeting.Stretch{Start: cues[0].Start, End: cues[0].End}
	for _, c := range cues {
		s.Start, s.End = min(s.Start, c.Start), max(s.End, c.End)
	}
	return &s
}

func speak(cues []meeting.Cue) bool {
	for _, c := range cues {
		if c.Speaker != "" {
			return true
		}
	}
	return false
}

func readFile(path, format, lang string) (Script, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Script{}, err //nolint:wrapcheck // names the file
	}
	if info.Size() > maxBytes {
		return Script{}, tooLong()
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Script{}, err //nolint:wrapcheck // names the file
	}
	return Read(data, format, lang)
}

func tooLong() error {
	return fault.Refuse("is larger than %d MB, the limit for captions", maxBytes>>20)
}
