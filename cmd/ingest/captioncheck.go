package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// checkCaptions reads each caption file as a worker will, and adds refusals and
// warnings to the plans. files and plans are in the order of the sources.
func checkCaptions(ctx context.Context, m meeting.Meeting, files []intake.File, plans []filePlan) (err error) {
	dir, err := os.MkdirTemp("", "proceedings-plan-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for i, src := range m.Sources {
		one := &plans[i]
		if one.Role != meeting.Captions || one.Refused != "" {
			continue
		}
		var rec plan.Recording
		if rec, err = captioned(m, plans, src.Recording); err != nil {
			return err
		}
		var made captions.Made
		made, err = new(captions.Maker).Make(ctx, files[i].Path, dir, rec.CaptionFile(src, one.format))
		switch {
		case fault.IsPermanent(err):
			one.Refused, one.Make = fault.Reason(err), ""
		case err != nil:
			return fmt.Errorf("%s: %w", words.Line(one.Name), err)
		}
		one.Warnings = made.Warnings
	}
	return nil
}

// captioned returns the recording that captions belong to, by its source ID. If its
// duration is unknown or it has several parts, the timeline is a week long.
func captioned(m meeting.Meeting, plans []filePlan, id string) (plan.Recording, error) {
	at := slices.IndexFunc(m.Sources, func(s meeting.Source) bool { return s.ID == id })
	if at < 0 || plans[at].media == nil || plans[at].Parts > 1 {
		const week = 7 * 24 * 3600 // seconds
		return plan.Recording{Media: plan.Media{Timeline: plan.Timeline{Duration: week}}}, nil
	}
	return plan.ForRecording(m, m.Sources[at], *plans[at].media)
}
