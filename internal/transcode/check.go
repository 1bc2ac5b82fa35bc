package transcode

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
)

// tolerance is how much shorter than its source a rendition may be before a
// person is told: a second, or a hundredth.
func tolerance(duration float64) float64 { return max(1, duration/100) }

// aligned reports where two parts differ in their cuts; players switch between
// them at these.
func aligned(a, b meeting.Part) error {
	name := b.Rendition + " against " + a.Rendition
	switch {
	case a.Frames != b.Frames:
		return fmt.Errorf("%s: %d frames, not %d", name, b.Frames, a.Frames)
	case a.Start != b.Start:
		return fmt.Errorf("%s: starts at %d, not %d", name, b.Start, a.Start)
	case len(a.Segments) != len(b.Segments):
		return fmt.Errorf("%s: %d segments, not %d", name, len(b.Segments), len(a.Segments))
	}
	for i := range a.Segments {
		if a.Segments[i].Ticks != b.Segments[i].Ticks {
			return fmt.Errorf("%s: segment %d lasts %d, not %d", name, i, b.Segments[i].Ticks, a.Segments[i].Ticks)
		}
	}
	return nil
}

// fullDisk is what a tool said that met a full disk.
type fullDisk string

func (d fullDisk) Error() string { return string(d) }

// noSpace reports whether a tool met a full disk; some exit 0 after that.
func noSpace(stderr string) bool { return strings.Contains(stderr, "No space left on device") }
