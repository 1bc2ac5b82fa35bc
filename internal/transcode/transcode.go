// Package transcode makes what readers play of a recording: CMAF renditions,
// progressive files, a storyboard and a poster.
//
// The picture is decoded once: a recording is cut into chunks, and one ffmpeg a
// chunk feeds all rungs, the storyboard's tiles and the poster's candidates.
// Where the source's own picture is what browsers play, its packets are the top
// rung and no encoder touches them. The sound is heard once, to know how loud it
// is, and encoded in one piece. What comes of it are parts: files that need no
// join, since each begins and ends exactly where the plan says. Playlists list
// their segments in order.
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

// runner is what transcoding needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Transcoder makes renditions.
type Transcoder struct {
	Runner runner
}

// Opener reads some bytes of what a step made; n of -1 means all from off on.
type Opener func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error)

// Chunk is what was made of a stretch of a recording's picture.
type Chunk struct {
	Parts     []meeting.Part `json:"parts"` // one for each rung
	Sheets    []Sheet        `json:"sheets,omitempty"`
	Candidate *Candidate     `json:"candidate,omitempty"` // the best frame for a poster
	Lost      bool           `json:"lost,omitempty"`      // nothing could be decoded; it is black
	Warnings  []string       `json:"-"`                   // predicates about the source
}

// Frames is how many frames came out of the decoder; 0 where no rung counts
// them.
func (c Chunk) Frames() int {
	if len(c.Parts) == 0 || c.Lost {
		return 0
	}
	return c.Parts[0].Frames
}

// Sheet is a picture of a storyboard's tiles, in rows.
type Sheet struct {
	Name    string `json:"name"`
	First   int    `json:"first"` // number of the first tile in the whole recording, from 0
	Tiles   int    `json:"tiles"`
	Columns int    `json:"columns"`
}

// Candidate is a frame that may stand for a recording.
type Candidate struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

// Copied is what came of copying a picture: a part, or why there is none.
type Copied struct {
	Part  *meeting.Part `json:"part,omitempty"`
	Unfit string        `json:"unfit,omitempty"` // a predicate about the source
}

// Sampled is what a sample of each rung takes.
type Sampled struct {
	Bits []int64 `json:"bits"`
}

// Sound is all sound of a recording.
type Sound struct {
	Tracks   []Track  `json:"tracks"` // the one to play by default first
	Warnings []string `json:"-"`      // predicates about the source
}

// Audible reports whether some track is louder than floor, in LUFS, below which
// there is nothing to hear but noise.
func (s Sound) Audible(floor float64) bool {
	for _, t := range s.Tracks {
		if t.Loudness != nil && t.Loudness.Integrated >= floor {
			return true
		}
	}
	return false
}

// Track is one sound track.
type Track struct {
	Part     meeting.Part      `json:"part"`
	Language string            `json:"language,omitempty"` // BCP 47
	Title    string            `json:"title,omitempty"`
	Channels int               `json:"channels"`
	Loudness *meeting.Loudness `json:"loudness,omitempty"`

	Default   bool            `json:"default,omitempty"`   // it is played unless a listener chooses another
	Described bool            `json:"described,omitempty"` // it describes the picture
	Purpose   meeting.Purpose `json:"purpose,omitempty"`
}

// scratch makes a folder for what is not kept, within dir, whose rest is.
func scratch(dir string) (work string, remove func(), err error) {
	work = filepath.Join(dir, ".work")
	if err = os.Mkdir(work, 0o700); err != nil {
		return "", nil, fmt.Errorf("transcode: %w", err)
	}
	return work, func() { _ = os.RemoveAll(work) }, nil // the whole folder goes in the end anyway
}

// encoderMemory is what a run may allocate that encodes: each encoder of a tall
// picture holds dozens of frames for each core of the machine.
const encoderMemory = 32 << 30

// cpuLimit is the processor time after which an encode counts as hung: a
// hundred times the duration is many times what the slowest machine needs for
// the tallest ladder.
func cpuLimit(duration float64) time.Duration {
	return 30*time.Minute + time.Duration(100*duration)*time.Second
}
