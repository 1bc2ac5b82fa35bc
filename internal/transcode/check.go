package transcode

import (
	"fmt"
	"strings"

	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// check holds a ladder to its promises: the same frames in every rung, cut at
// the same instants, and as long as the source. The first rungs of all are
// video. An end that is missing is a warning where the source is to blame, and
// an error where the disk is.
func check(all []measured, rungs int, m plan.Media, said string) (warnings []string, err error) {
	if noSpace(said) {
		return nil, fmt.Errorf("encode: %s", said)
	}
	for i := 1; i < rungs; i++ {
		if err := aligned(all[0], all[i]); err != nil {
			return nil, err
		}
	}
	if m.Missing > 0 {
		warnings = append(warnings, fmt.Sprintf("is cut short: it says it is %s long, and the last %s are missing",
			words.Clock(m.Duration+m.Missing), words.Clock(m.Missing)))
	}
	for _, got := range all {
		if missing := m.Duration - got.rendition.Duration; missing > tolerance(m.Duration) {
			warnings = append(warnings, fmt.Sprintf("is damaged: %s of the %s in it could not be decoded (%s)",
				words.Clock(missing), words.Clock(m.Duration), got.rendition.ID))
		}
	}
	return warnings, nil
}

// tolerance is how much shorter than its source a rendition may be before a
// person is told: a second, or a hundredth.
func tolerance(duration float64) float64 { return max(1, duration/100) }

// aligned reports where two rungs differ in their cuts; players switch between
// them at these.
func aligned(a, b measured) error {
	name := b.rendition.ID + " against " + a.rendition.ID
	if a.rendition.Frames != b.rendition.Frames {
		return fmt.Errorf("check %s: %d frames, not %d", name, b.rendition.Frames, a.rendition.Frames)
	}
	if len(a.segments) != len(b.segments) {
		return fmt.Errorf("check %s: %d segments, not %d", name, len(b.segments), len(a.segments))
	}
	for i := range a.starts {
		if a.starts[i] != b.starts[i] {
			return fmt.Errorf("check %s: segment %d starts at %d, not %d", name, i, b.starts[i], a.starts[i])
		}
	}
	return nil
}

// noSpace reports whether a tool met a full disk; some exit 0 after that.
func noSpace(said string) bool { return strings.Contains(said, "No space left on device") }
