// Package captions turns what is said in a recording, as a file beside it or a
// stream within it says it, into captions for players and readers: WebVTT of one
// form, on the recording's timeline, and the HLS playlist that lists it.
//
// Captions come from people, from other programs and from machines that listen,
// and are hostile like any file. What is kept of them is times, speakers and
// plain text.
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

// runner is what captions need of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Maker makes captions.
type Maker struct {
	Runner runner
}

// Made is what was made of captions. Names are those of objects; there are none
// where a picture or a part has no captions after all.
type Made struct {
	VTT      string   `json:"vtt"`
	Playlist string   `json:"playlist"` // of HLS
	Cues     int      `json:"cues"`
	Speakers bool     `json:"speakers,omitempty"` // they say who speaks
	Language string   `json:"language,omitempty"` // as the file itself names it
	Channels []int    `json:"channels,omitempty"` // of closed captions: all that have some, 1 for CC1
	Outside  []int    `json:"outside,omitempty"`  // of joined ones: how many lie outside of each part and were dropped
	Warnings []string `json:"-"`                  // predicates about the source
}

// Make makes captions, in dir, of the source at src: a file of captions, or a
// recording with a stream of them.
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
	return Made{VTT: layout.Captions, Playlist: layout.CaptionsList, Cues: len(cues), Speakers: speak(cues)}, nil
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
	return fault.Refuse("has more than the %d MB that captions may have", maxBytes>>20)
}
