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

// noTwin is why an original is no copy of a recording, by their sound; empty if
// it is one or nothing says otherwise, and as long as that is not known.
func (a assessment) noTwin(main *road, twin *item) (why string, err error) {
	rec, err := plan.ForRecording(a.meeting, twin.source, *twin.probe.Media)
	if err != nil {
		return "", err
	}
	found, err := a.match(main, rec)
	if err != nil {
		return "", err
	}
	if found.differs() {
		return "since its sound is another one", nil
	}
	if found.Result != nil || !found.Settled() || !main.silent() {
		return "", nil
	}
	_, out, err := a.fingerprint(main, rec)
	if err != nil || out.Result == nil {
		return "", err
	}
	return "which is silent", nil
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
