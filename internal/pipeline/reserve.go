package pipeline

import (
	"context"

	"proceedings/internal/plan"
)

// reserve reserves the space in the scratch folder that a step is estimated to fill, and
// returns a function that ends the reservation.
func (p *Pipeline) reserve(ctx context.Context, s plan.Step, refs references) (release func(), err error) {
	if p.Room == nil {
		return func() {}, nil
	}
	var needs int64
	if s.Kind == plan.Progressive { // other kinds read a small part of these results
		results, needErr := p.needs(ctx, s, refs)
		if needErr != nil {
			return nil, needErr
		}
		for _, r := range results {
			for _, o := range r.Objects {
				needs += o.Size
			}
		}
	}
	return p.Room.Reserve(plan.ScratchBytes(s, refs.sizes, needs), append([]string{s.Input}, s.Also...))
}
