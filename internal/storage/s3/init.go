package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"proceedings/internal/fault"
)

// Opening says how to prepare a bucket for public readers.
type Opening struct {
	Prefix string // under which anybody may read, such as public/
	DryRun bool   // only look
	Force  bool   // replace a policy that is not ours
}

// Deed is one setting of a bucket and its outcome.
type Deed struct {
	Setting string // bucket, writes, policy, CORS or lifecycle
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
	Works  Outcome = "tested" // it is a property of the server, not a setting
	Would  Outcome = "would be set"
	Unable Outcome = "could not be set"
)

// ForeignPolicyError reports a bucket policy that this program did not write.
type ForeignPolicyError struct{ Bucket, Policy string }

func (e *ForeignPolicyError) Error() string {
	return fmt.Sprintf("bucket %s has a policy that is not ours, and nothing was changed:\n%s", e.Bucket, e.Policy)
}

// Init creates the bucket, tests conditional writes, makes a prefix public, and sets CORS
// and lifecycle rules. It may run any number of times. Settings that the server lacks are
// in the result. With an error, the result is what was done before.
func (s *Store) Init(ctx context.Context, o Opening) ([]Deed, error) {
	made := Deed{Setting: "bucket", Means: *s.bucket + " on " + s.where, Outcome: Stood}
	exists, err := s.findBucket(ctx)
	if err == nil && !exists {
		made.Outcome = Would
		if !o.DryRun {
			made.Outcome, err = Done, s.createBucket(ctx)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("make bucket %s: %w", *s.bucket, err)
	}
	deeds := []Deed{made}
	if !o.DryRun { // it writes
		if err = s.Probe(ctx); err != nil {
			return deeds, err
		}
		deeds = append(deeds, Deed{Setting: "writes", Means: "conditional writes, which all workers need, are supported", Outcome: Works})
	}
	changes := len(deeds) // the index of the first setting
	settings := s.settings(o)
	for _, one := range settings { // all are looked at before one is changed
		d := Deed{Setting: one.name, Means: one.means, Outcome: Would}
		if exists || !o.DryRun {
			stands, err := one.stands(ctx)
			if err = s.told(ctx, one, &d, err); err != nil {
				return deeds[:changes], err
			}
			if stands {
				d.Outcome = Stood
			}
		}
		deeds = append(deeds, d)
	}
	for i, one := range settings {
		d := &deeds[changes+i]
		if d.Outcome != Would || o.DryRun {
			continue
		}
		d.Outcome = Done
		if err := s.told(ctx, one, d, one.set(ctx)); err != nil {
			return deeds[:changes+i], err
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
