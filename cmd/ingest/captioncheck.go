package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// anyTime is the duration of a recording that holds whatever captions say, in
// seconds.
const anyTime = 7 * 24 * 3600

// checkCaptions reads each file of captions as a worker will, and notes in the plans
// what cannot be used of it. files and plans are in the order of the sources.
func checkCaptions(ctx context.Context, m meeting.Meeting, files []intake.File, plans []filePlan) (err error) {
	dir, err := os.MkdirTemp("", "proceedings-plan-")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for i := range plans {
		one := &plans[i]
		if one.Role != meeting.Captions || one.Refused != "" {
			continue
		}
		rec := recordingOf(m, plans, m.Sources[i].Recording)
		var params plan.CaptionsParams
		if err = json.Unmarshal(rec.Captions(m.Sources[i], meeting.Probe{Format: one.format}).Params, &params); err != nil {
			return fmt.Errorf("plan the captions %s: %w", one.Name, err)
		}
		made, err := new(captions.Maker).Make(ctx, files[i].Path, dir, params)
		if err != nil && !fault.IsPermanent(err) {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
		if err != nil {
			one.Refused, one.Make = fault.Reason(err), ""
		}
		one.Warnings = made.Warnings
	}
	return nil
}

// recordingOf is the recording that captions of a source ID belong to: of several
// parts, and where the ID is of none, one that is long enough for any.
func recordingOf(m meeting.Meeting, plans []filePlan, id string) plan.Recording {
	at := slices.IndexFunc(m.Sources, func(s meeting.Source) bool { return s.ID == id })
	if at < 0 || plans[at].media == nil || plans[at].Parts > 1 {
		return plan.Recording{Media: plan.Media{Timeline: plan.Timeline{Duration: anyTime}}}
	}
	rec, err := plan.ForRecording(m, m.Sources[at], *plans[at].media)
	if err != nil { // an unknown profile, which the recording's own plan has said
		return plan.Recording{Media: plan.Media{Timeline: plan.Timeline{Duration: anyTime}}}
	}
	return rec
}
