package pipeline

import (
	"context"
	"fmt"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
)

// removeClear deletes stale results and attempts whose parameters have a password in clear:
// records of earlier versions have some. It does so once the record of a final meeting has
// the sealed form, and returns the steps to drop from the state.
func (p *Pipeline) removeClear(ctx context.Context, m meeting.Meeting, state archive.State) (map[string]bool, error) {
	isSealed := func(s meeting.Source) bool { return s.SealedPassword != "" }
	if !state.Final() || !slices.ContainsFunc(m.Sources, isSealed) {
		return nil, nil
	}
	var inClear []archive.StaleStep
	for _, f := range state.Stale {
		if !slices.ContainsFunc(m.Sources, func(s meeting.Source) bool { return isSealed(s) && s.SHA256 == f.Input }) {
			continue
		}
		r, _, err := steps.ReadResult(ctx, p.Store, f.Key)
		if err != nil {
			return nil, err
		}
		st, err := steps.ReadStatus(ctx, p.Store, f.Key)
		if err != nil {
			return nil, err
		}
		if r.Step.PasswordInClear() || st.Step != nil && st.Step.PasswordInClear() || st.Withdrawn != nil && st.Withdrawn.Step.PasswordInClear() {
			inClear = append(inClear, f)
		}
	}
	removed, err := retention.Remove(ctx, p.Store, inClear)
	if err != nil {
		return nil, fmt.Errorf("remove results with passwords of %s: %w", m.ID, err)
	}
	dropped := map[string]bool{}
	for _, f := range removed.Steps {
		busy, err := retention.InProgress(ctx, p.Store, f)
		if err != nil {
			return nil, err
		}
		if busy { // it goes later
			continue
		}
		if err = p.Store.Delete(ctx, layout.StepStatus(f.Key)); err != nil { // of a failed step
			return nil, err
		}
		dropped[f.Key] = true
	}
	return dropped, nil
}
