package transcode

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// runner starts tools; a [proc.Runner].
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Transcoder makes renditions.
type Transcoder struct {
	Runner runner
}

// Opener reads n bytes of a step's file from off on; n of -1 means all.
type Opener func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error)

// Chunk is the result of encoding one chunk of a recording's picture.
type Chunk struct {
	Parts     []meeting.Part `json:"parts"` // one for each rung
	Sheets    []Sheet        `json:"sheets,omitempty"`
	Candidate *Candidate     `json:"candidate,omitempty"` // the best frame for a poster
	Lost      bool           `json:"lost,omitempty"`      // nothing could be decoded; it is black
	Warnings  []string       `json:"-"`                   // predicates about the source
}

// Frames is the number of decoded frames; 0 where no rung counts them.
func (c Chunk) Frames() int {
	if len(c.Parts) == 0 || c.Lost {
		return 0
	}
	return c.Parts[0].Frames
}

// Sheet is an image of a storyboard's tiles, in rows.
type Sheet struct {
	Name    string `json:"name"`
	First   int    `json:"first"` // number of the first tile in the whole recording, from 0
	Tiles   int    `json:"tiles"`
	Columns int    `json:"columns"`
}

// Candidate is a frame that may become the poster of a recording.
type Candidate struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

// Copied is the result of copying a picture: a part, or the reason why there is none.
type Copied struct {
	Part  *meeting.Part `json:"part,omitempty"`
	Unfit string        `json:"unfit,omitempty"` // a predicate about the source
}

// Sampled is the size of a sample of each rung, in bits.
type Sampled struct {
	Bits []int64 `json:"bits"`
}

// Sound is all sound of a recording.
type Sound struct {
	Tracks   []Track  `json:"tracks"` // the one to play by default first
	Warnings []string `json:"-"`      // predicates about the source
}

// Audible reports whether some track is at least as loud as floor, in LUFS. Below it
// there is only noise.
func (s Sound) Audible(floor float64) bool {
	for _, t := range s.Tracks {
		if t.Loudness != nil && t.Loudness.Integrated >= floor {
			return true
		}
	}
	return false
}

// Quiet are the quiet stretches of the track that plays by default.
func (s Sound) Quiet() []meeting.Stretch {
	if len(s.Tracks) == 0 {
		return nil
	}
	return s.Tracks[0].Quiet
}

// Track is one sound track.
type Track struct {
	Part     meeting.Part      `json:"part"`
	Language string            `json:"language,omitempty"` // BCP 47
	Title    string            `json:"title,omitempty"`
	Channels int               `json:"channels"`
	Loudness *meeting.Loudness `json:"loudness,omitempty"`

	Default   bool            `json:"default,omitempty"`   // players choose it unless the listener chooses another
	Described bool            `json:"described,omitempty"` // it describes the picture
	Purpose   meeting.Purpose `json:"purpose,omitempty"`

	Quiet []meeting.Stretch `json:"quiet,omitempty"` // stretches of at least ten seconds without audible sound; absent in older results
}

// scratch makes a folder for temporary files within dir.
func scratch(dir string) (work string, remove func(), err error) {
	work = filepath.Join(dir, ".work")
	if err = os.Mkdir(work, 0o700); err != nil {
		return "", nil, fmt.Errorf("transcode: %w", err)
	}
	return work, func() { _ = os.RemoveAll(work) }, nil // the whole folder goes in the end anyway
}

// encoderMemory limits the memory of a run that encodes: each encoder of a tall
// picture holds dozens of frames for each core of the machine.
const encoderMemory = 32 << 30

// cpuLimit is the processor time after which an encode counts as hung: a
// hundred times the duration is many times what the slowest machine needs for
// the tallest ladder.
func cpuLimit(duration float64) time.Duration {
	return 30*time.Minute + time.Duration(100*duration)*time.Second
}
