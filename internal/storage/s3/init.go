package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// Opening says how to prepare a bucket for public readers.
type Opening struct {
	Prefix string // under which anybody may read, such as public/
	DryRun bool   // only look
	Force  bool   // replace a policy that is not ours
}

// Deed is one setting of a bucket and its outcome.
type Deed struct {
	Setting string // bucket, policy, CORS or lifecycle
	Means   string // what it does, in words
	Outcome Outcome
	Unable  string // why the server has no such setting, and what to do instead
}

// Outcome is the result for a setting.
type Outcome string

// The outcomes.
const (
	Done   Outcome = "set"
	Stood  Outcome = "stands already"
	Would  Outcome = "would be set"
	Unable Outcome = "could not be set"
)

// ForeignPolicyError reports a bucket policy that this program did not write.
type ForeignPolicyError struct{ Bucket, Policy string }

func (e *ForeignPolicyError) Error() string {
	return fmt.Sprintf("bucket %s has a policy that is not ours, and nothing was changed:\n%s", e.Bucket, e.Policy)
}

// Init creates the bucket, makes a prefix public, and sets CORS and lifecycle
// rules. It may run any number of times. Settings that the server lacks are in
// the result.
func (s *Store) Init(ctx context.Context, o Opening) ([]Deed, error) {
	made := Deed{Setting: "bucket", Means: *s.bucket + " on " + s.where, Outcome: Stood}
	err := s.headBucket(ctx)
	missing := errors.Is(err, storage.ErrNotFound) || hasCode(err, "NoSuchBucket")
	if missing {
		err, made.Outcome = nil, Would
		if !o.DryRun {
			made.Outcome, err = Done, s.createBucket(ctx)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("make bucket %s: %w", *s.bucket, err)
	}
	deeds := []Deed{made}
	settings := s.settings(o)
	for _, one := range settings { // all are looked at before one is changed
		d := Deed{Setting: one.name, Means: one.means, Outcome: Would}
		if !missing || !o.DryRun {
			stands, lookErr := one.stands(ctx)
			if lookErr = s.told(ctx, one, &d, lookErr); lookErr != nil {
				return nil, lookErr
			}
			if stands {
				d.Outcome = Stood
			}
		}
		deeds = append(deeds, d)
	}
	for i, one := range settings {
		d := &deeds[i+1]
		if d.Outcome != Would || o.DryRun {
			continue
		}
		d.Outcome = Done
		if err := s.told(ctx, one, d, one.set(ctx)); err != nil {
			return deeds[:i+1], err
		}
	}
	return deeds, nil
}

func hasCode(err error, code string) bool {
	_, is, _ := answer(err)
	return is == code
}

// told records in a deed that the server lacks the setting, if err says so;
// else it explains err.
func (s *Store) told(ctx context.Context, one setting, d *Deed, err error) error {
	foreign := (*ForeignPolicyError)(nil)
	if err == nil || errors.As(err, &foreign) {
		return err
	}
	status, code, _ := answer(err)
	switch {
	case status == http.StatusNotImplemented, status == http.StatusMethodNotAllowed, code == "NotImplemented":
		d.Outcome, d.Unable = Unable, fmt.Sprintf("%s has none (%d %s): %s", s.where, status, code, one.without)
		return nil
	case status == http.StatusForbidden:
		return fault.Permanent(fmt.Errorf("%s does not let this key look at or set the %s of bucket %s: it needs the rights s3:Get… and s3:Put… of it; "+
			"on Amazon, \"Block public access\" of the bucket must allow public policies", s.where, one.name, *s.bucket))
	}
	return fmt.Errorf("%s of bucket %s: %w", one.name, *s.bucket, s.explain(ctx, err))
}
