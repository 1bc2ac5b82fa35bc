package plan

import (
	"slices"
	"time"
)

// ReconstructParams are the parameters of the step that finds the slides of a recording
// without a deck. Needs of the step has the steps of both renditions.
type ReconstructParams struct {
	Rung string `json:"rung"` // in which the slides are found
	Best string `json:"best"` // of which their pictures are taken
}

// ReconstructSlides returns the step that finds slides in the footage low, and takes their
// pictures from the footage best.
func (r Recording) ReconstructSlides(low, best Footage) Step {
	s := r.step(Reconstruct, ReconstructParams{low.Rung, best.Rung})
	s.Needs = keysOf(low.Steps)
	for _, key := range keysOf(best.Steps) {
		if !slices.Contains(s.Needs, key) {
			s.Needs = append(s.Needs, key)
		}
	}
	s.Cost = 10 + 0.015*r.Duration
	s.Budget = 2*time.Hour + time.Duration(4*r.Duration)*time.Second
	return s
}

// IsLate reports whether a meeting is complete without the step: the step looks for slides in
// a recording, or reads what it found.
func (s Step) IsLate() bool {
	switch s.Kind {
	case Locate, Align, StillText, Reconstruct:
		return true
	case OCR:
		return len(s.Needs) > 0 && KindOf(s.Needs[0]) == Reconstruct
	default:
		return false
	}
}
