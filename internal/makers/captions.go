package makers

import (
	"context"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/steps"
)

// joinCaptions joins the captions of other steps to one track.
func joinCaptions(ctx context.Context, t *Task) (steps.Result, error) {
	p, err := params[plan.CaptionJoinParams](t)
	if err != nil {
		return steps.Result{}, err
	}
	if len(p.Parts) != len(t.Needs) {
		return steps.Result{}, fmt.Errorf("join captions: %d results for %d parts", len(t.Needs), len(p.Parts))
	}
	parts := make([][]meeting.Cue, len(t.Needs))
	for i, need := range t.Needs {
		if parts[i], err = t.cues(ctx, need); err != nil {
			return steps.Result{}, err
		}
	}
	made, err := captions.Join(parts, t.Dir, p)
	return steps.Result{Captions: &made}, err
}

// cues reads the captions in a result.
func (t *Task) cues(ctx context.Context, made steps.Result) (cues []meeting.Cue, err error) {
	if made.Captions == nil {
		return nil, fmt.Errorf("join captions: %s has none", made.Step.Key())
	}
	body, err := t.Open(ctx, meeting.Piece{Object: made.ByName()[made.Captions.VTT], Step: made.Step.Key(), Run: made.Run}, 0, -1)
	if err != nil {
		return nil, ServiceError{fmt.Errorf("read captions: %w", err)}
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, ServiceError{fmt.Errorf("read captions: %w", err)}
	}
	return captions.ParseWritten(data), nil
}

// captionsMaker returns the maker of captions.
func captionsMaker(r *proc.Runner) Maker {
	maker := &captions.Maker{Runner: r}
	return func(ctx context.Context, t *Task) (steps.Result, error) {
		p, err := params[plan.CaptionsParams](t)
		if err != nil {
			return steps.Result{}, err
		}
		made, err := maker.Make(ctx, t.Source, t.Dir, p)
		return steps.Result{Captions: &made, Warnings: made.Warnings}, err
	}
}
