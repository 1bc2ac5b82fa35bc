package progress

import (
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/words"
)

// copies makes those of a recording's copies that turn out to have different sound
// recordings of their own.
func (a assessment) copies(g plan.Group, main *walker) error {
	if main.Reason != "" {
		return nil
	}
	for _, i := range g.Twins {
		twin := &a.items[i]
		why, err := a.whyNoCopy(main, twin)
		if err != nil {
			return err
		}
		if why == "" {
			continue
		}
		twin.remarks = append(twin.remarks, fmt.Sprintf("is not treated as a copy of %s, %s", main.Source.Name, why))
		if err = a.alone(plan.Group{Head: i}); err != nil {
			return err
		}
	}
	return nil
}

// whyNoCopy returns why the sound of a file shows that it is no copy of a recording. It
// is empty if the file may be one, or while that is not known.
func (a assessment) whyNoCopy(main *walker, twin *Item) (why string, err error) {
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

// differs reports whether the sound of two recordings that were compared is known
// to be different.
func differs(o steps.Outcome) bool {
	return o.Result != nil && o.Result.Offset != nil && o.Result.Offset.Differs
}

// missingParts are predicates about a recording without some of its parts.
func missingParts(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("is published without %s: missing or unusable", words.List(names, maxMissing))}
}

// maxMissing is how many missing parts a sentence names.
const maxMissing = 12
