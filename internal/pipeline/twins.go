package pipeline

import (
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/words"
)

// twins makes those of a recording's copies that turn out to have different sound
// recordings of their own.
func (a assessment) twins(g plan.Group, main *road) error {
	if main.reason != "" {
		return nil
	}
	for _, i := range g.Twins {
		twin := &a.items[i]
		why, err := a.noTwin(main, twin)
		if err != nil {
			return err
		}
		if why == "" {
			continue
		}
		twin.remarks = append(twin.remarks, fmt.Sprintf("is not treated as a copy of %s, %s", main.source.Name, why))
		if err = a.alone(plan.Group{Head: i}); err != nil {
			return err
		}
	}
	return nil
}

// noTwin returns why the sound of a file shows that it is no copy of a recording. It
// is empty if the file may be one, or while that is not known.
func (a assessment) noTwin(main *road, twin *item) (why string, err error) {
	rec, err := plan.ForRecording(a.meeting, twin.source, *twin.probe.Media)
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
