package pipeline

import (
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// twins takes those originals out of a recording that were taken for copies of it
// and have other sound, and goes the road of each by itself.
func (a assessment) twins(g plan.Group, main *road) error {
	if main.reason != "" {
		return nil
	}
	for _, i := range g.Twins {
		twin := &a.items[i]
		rec, err := plan.ForRecording(a.meeting, twin.source, *twin.probe.Media)
		if err != nil {
			return err
		}
		why := ""
		switch found, err := a.match(main, rec); {
		case err != nil:
			return err
		case !found.Settled():
			continue
		case found.differs():
			why = "since its sound is another one"
		case found.Result == nil && main.silent():
			if _, out, err := a.fingerprint(main, rec); err != nil || out.Result == nil {
				if err != nil {
					return err
				}
				continue // both are silent
			}
			why = "which is silent"
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

// differs reports whether the sound of two recordings that were compared is known
// to be different.
func (o Outcome) differs() bool {
	return o.Result != nil && o.Result.Offset != nil && o.Result.Offset.Differs
}

// missingParts is a predicate about a recording some parts of which were not
// handed in or cannot be used; empty where all are there.
func missingParts(names []string) []string {
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []string{fmt.Sprintf("is published without %s of the same recording, which is missing or cannot be used", names[0])}
	}
	return []string{fmt.Sprintf("is published without %s of the same recording, which are missing or cannot be used", words.List(names, maxMissing))}
}

// maxMissing is how many missing parts a sentence names.
const maxMissing = 12
