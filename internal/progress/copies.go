package progress

import (
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/words"
)

// copies publishes a file separately if it was taken for a copy of the recording but has
// different sound.
func (a assessment) copies(g plan.Group, main *walker) error {
	if main.Reason != "" {
		return nil
	}
	for _, i := range g.Copies {
		twin := &a.items[i]
		why, err := a.whyNotCopy(main, twin)
		if err != nil {
			return err
		}
		if why == "" {
			continue
		}
		twin.remarks = append(twin.remarks, fmt.Sprintf("is not treated as a copy of %s, %s", main.Source.Name, why))
		if err = a.standalone(plan.Group{Head: i}); err != nil {
			return err
		}
	}
	return nil
}

// whyNotCopy returns why the sound shows that twin is not a copy of the recording. It is
// empty if twin may be a copy, or if that is not known yet.
func (a assessment) whyNotCopy(main *walker, twin *Item) (why string, err error) {
	rec, err := plan.ForRecording(a.meeting, twin.Source, *twin.Probe.Media)
	if err != nil {
		return "", err
	}
	found := a.match(main, rec)
	if differs(found) {
		return "since its sound is different", nil
	}
	if found.Result != nil || !found.Settled() || !main.silent() {
		return "", nil
	}
	if _, out := a.fingerprint(main, rec); out.Result == nil {
		return "", nil
	}
	return "which is silent", nil
}

// differs reports whether a comparison found two recordings to have different sound.
func differs(o steps.Outcome) bool {
	return o.Result != nil && o.Result.Offset != nil && o.Result.Offset.Differs
}

// missingParts returns a warning that names the missing parts of a recording, if any.
func missingParts(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("is published without %s: missing or unusable", words.List(names, maxMissing))}
}

// maxMissing is the number of missing parts that a warning names.
const maxMissing = 12
