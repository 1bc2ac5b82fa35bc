package makers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"

	"proceedings/internal/align"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// makeStillText reads the stills that the steps of kind align found. A still that cannot be cut
// out, or that tesseract fails on, has no words, unless it fails on all.
func makeStillText(ctx context.Context, tc *transcode.Transcoder, c *slides.Converter, t *Task, p plan.StillTextParams) (steps.Result, error) {
	var parts []align.Stretch
	for _, need := range t.Needs {
		if need.Align != nil {
			parts = append(parts, *need.Align)
		}
	}
	if len(t.Needs) == 0 || t.Needs[0].Locate == nil || len(parts) == 0 {
		return steps.Result{}, errors.New("read stills: the results of the search are missing")
	}
	layout, stills := *t.Needs[0].Locate, align.Join(parts).Stills
	picture, err := tc.Picture(p.Rung, steps.Made(t.Needs), 0, math.Inf(1), t.Open)
	if err != nil {
		return steps.Result{}, err
	}
	reader, err := c.NewStillReader(ctx, t.Dir, p.Languages)
	if err != nil {
		return steps.Result{}, fmt.Errorf("read stills: %w", err)
	}
	defer reader.Close()
	made := steps.Result{StillText: make([][]meeting.OCRWord, len(stills)), Tools: reader.Tools}
	order, times := inOrder(stills)
	var unread error
	read := 0
	shape := float64(layout.Height) / float64(max(1, layout.Width))
	err = picture.Stills(ctx, times, shape, func(i int, img *image.RGBA) error {
		s := stills[order[i]]
		if s.Place < 0 || s.Place >= len(layout.Places) {
			return fmt.Errorf("read stills: there is no place %d", s.Place)
		}
		place := layout.Places[s.Place]
		cut, ok := align.Cut(img, place.Quad, place.Aspect, slides.StillWidth)
		if !ok {
			return nil
		}
		t.report(float64(i+1) / float64(len(stills)))
		words, failed := reader.Read(ctx, luma(cut))
		if _, exit := errors.AsType[*proc.ExitError](failed); exit {
			unread = failed
			return nil
		}
		made.StillText[order[i]] = words
		read++
		return failed
	})
	if err == nil && read == 0 {
		err = unread
	}
	return made, err
}

// inOrder returns the indices of stills in chronological order, and their times.
func inOrder(stills []align.Still) (order []int, times []float64) {
	for i := range stills {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(stills[a].At, stills[b].At) })
	for _, i := range order {
		times = append(times, stills[i].At)
	}
	return order, times
}
