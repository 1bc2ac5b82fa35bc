package makers

import (
	"context"
	"errors"
	"fmt"
	"math"

	"proceedings/internal/align"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// makeLocate finds the slides of decks in a picture of a recording.
func makeLocate(ctx context.Context, tc *transcode.Transcoder, t *Task, p plan.LocateParams) (steps.Result, error) {
	picture, decks, err := t.footage(ctx, tc, p, plan.Stretch{To: math.Inf(1)})
	if err != nil {
		return steps.Result{}, err
	}
	layout, err := align.Locate(ctx, picture, decks)
	if err != nil {
		return steps.Result{}, fmt.Errorf("find the slides: %w", err)
	}
	return steps.Result{Locate: &layout}, nil
}

// makeAlign names the slides that a stretch of a recording shows.
func makeAlign(ctx context.Context, tc *transcode.Transcoder, t *Task, p plan.AlignParams) (steps.Result, error) {
	if len(t.Needs) == 0 || t.Needs[0].Locate == nil {
		return steps.Result{}, errors.New("name the slides: the result of the search is missing")
	}
	picture, decks, err := t.footage(ctx, tc, p.LocateParams, p.Stretch)
	if err != nil {
		return steps.Result{}, err
	}
	made, err := align.Track(ctx, picture, decks, *t.Needs[0].Locate)
	if err != nil {
		return steps.Result{}, fmt.Errorf("name the slides: %w", err)
	}
	return steps.Result{Align: &made}, nil
}

// footage returns the picture of a stretch, and the page images of the decks.
func (t *Task) footage(ctx context.Context, tc *transcode.Transcoder, p plan.LocateParams, at plan.Stretch) (align.Picture, []align.Deck, error) {
	var decks []align.Deck
	for _, need := range t.Needs {
		if need.Deck == nil {
			continue
		}
		n := len(decks)
		if n == len(p.Decks) {
			return nil, nil, fmt.Errorf("compare with the slides: %d decks were planned, and there are more", n)
		}
		deck, err := t.pageImages(ctx, need, p.Decks[n])
		if err != nil {
			return nil, nil, err
		}
		decks = append(decks, deck)
		t.report(float64(len(decks)) / float64(len(p.Decks)) * pagesShare)
	}
	picture, err := tc.Picture(p.Rung, steps.Made(t.Needs), at.From, at.To, t.Open)
	if err != nil {
		return nil, nil, err
	}
	return &reportingPicture{Picture: picture, report: func(done float64) { t.report(pagesShare + (1-pagesShare)*done) }}, decks, nil
}

// pagesShare is the share of the work that reading the page images is.
const pagesShare = 0.1

func (t *Task) report(done float64) {
	if t.Progress != nil {
		t.Progress(min(1, done))
	}
}

// reportingPicture reports how far a picture was read.
type reportingPicture struct {
	align.Picture

	report func(float64)
}

func (p *reportingPicture) Keys(ctx context.Context, each func(align.Frame) error) error {
	return p.Picture.Keys(ctx, p.reporting(0, 0.5, each))
}

func (p *reportingPicture) Frames(ctx context.Context, segments []int, each func(align.Frame) error) error {
	return p.Picture.Frames(ctx, segments, p.reporting(0.5, 1, each))
}

// reporting returns each with a report of the time of its frames, as a share of the work.
func (p *reportingPicture) reporting(from, to float64, each func(align.Frame) error) func(align.Frame) error {
	list := p.Segments()
	if len(list) == 0 {
		return each
	}
	start, end := list[0].Start, list[len(list)-1].End
	reported := from
	return func(f align.Frame) error {
		if done := from + (to-from)*(f.Time-start)/(end-start); done >= reported+0.01 {
			reported = done
			p.report(done)
		}
		return each(f)
	}
}
