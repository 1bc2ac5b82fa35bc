package garbage

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

const (
	stepA  = "chunk-00000000000000000000000000000001"
	stepB  = "chunk-00000000000000000000000000000002"
	run1   = "000000000001"
	run2   = "000000000002"
	sum    = "00000000000000000000000000000000000000000000000000000000000000aa"
	copied = "index.0123456789abcdef.html"
)

// TestDecide has one kind of object in each case.
func TestDecide(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	const grace = 7 * 24 * time.Hour
	old, young, hoursOld := now.Add(-grace-time.Hour), now.Add(-grace+time.Hour), now.Add(-2*time.Hour)
	type object struct {
		key string
		at  time.Time
	}
	uses := func(m MeetingReferences) (r References) {
		r.Add(m)
		return r
	}
	uses1 := uses(MeetingReferences{Results: map[string]Facts{stepA: {Runs: []RunOf{{stepA, run1}}}}})
	page := layout.Public.Meeting("board", copied)
	tests := []struct {
		name    string
		objects []object
		refs    References
		facts   map[string]Facts
		grace   time.Duration
		want    []string // keys of the garbage
	}{
		{"nothing", nil, References{}, nil, grace, nil},
		{"a step that no meeting needs", []object{{layout.Public.Derived(stepA, run1, "a.mp4"), old}, {layout.StepResult(stepA), old}, {layout.StepStatus(stepA), old}}, References{}, nil, grace, []string{layout.StepPrefix(stepA), layout.Public.DerivedPrefix(stepA) + run1 + "/"}},
		{"all of a step stays with its youngest object", []object{{layout.Public.Derived(stepA, run1, "a.mp4"), old}, {layout.StepStatus(stepA), young}}, References{}, nil, grace, nil},
		{"a private step", []object{{layout.Private.Derived(stepA, run1, "a.mp4"), old}}, References{}, nil, grace, []string{layout.Private.DerivedPrefix(stepA) + run1 + "/"}},
		{"the named run of a needed step stays", []object{{layout.Public.Derived(stepA, run1, "a.mp4"), old}, {layout.StepResult(stepA), old}}, uses1, nil, grace, nil},
		{"another run of a needed step", []object{{layout.Public.Derived(stepA, run2, "a.mp4"), old}}, uses1, nil, grace, []string{layout.Public.DerivedPrefix(stepA) + run2 + "/"}},
		{"a young run", []object{{layout.Public.Derived(stepA, run2, "a.mp4"), old}, {layout.Public.Derived(stepA, run2, "b.mp4"), young}}, uses1, nil, grace, nil},
		{"a run without a grace period", []object{{layout.Public.Derived(stepA, run2, "a.mp4"), now}}, uses1, nil, 0, []string{layout.Public.DerivedPrefix(stepA) + run2 + "/"}},
		{"a withdrawn run that no status names", []object{{layout.Withdrawn.Derived(stepA, run2, "a.mp4"), old}}, uses1, nil, grace, []string{layout.Withdrawn.DerivedPrefix(stepA) + run2 + "/"}},
		{"a withdrawn run that a status names stays", []object{{layout.Withdrawn.Derived(stepA, run1, "a.mp4"), old}}, uses1, nil, grace, nil},
		{"a run that only a manifest names stays", []object{{layout.Public.Derived(stepB, run2, "a.mp4"), old}}, uses(MeetingReferences{Runs: []RunOf{{stepB, run2}}}), nil, grace, nil},
		{"a step that another step needs stays", []object{{layout.StepResult(stepB), old}}, uses(MeetingReferences{Results: map[string]Facts{stepA: {Needs: []string{stepB}}}}), nil, grace, nil},
		{"an attempt in progress stays for a day", []object{{layout.StepStatus(stepA), hoursOld}}, References{}, map[string]Facts{stepA: {Attempt: true}}, 0, nil},
		{"an attempt of last week", []object{{layout.StepStatus(stepA), old}}, References{}, map[string]Facts{stepA: {Attempt: true}}, grace, []string{layout.StepPrefix(stepA)}},
		{"a failed step", []object{{layout.StepStatus(stepA), hoursOld}}, References{}, map[string]Facts{stepA: {}}, time.Hour, []string{layout.StepPrefix(stepA)}},
		{"an old upload", []object{{layout.Upload(sum), old}}, References{}, nil, grace, []string{layout.Upload(sum)}},
		{"an upload of today stays without a grace period", []object{{layout.Upload(sum), hoursOld}}, References{}, nil, 0, nil},
		{"an expired link", []object{{layout.Link("board", old, "x"), old}}, References{}, nil, grace, []string{layout.Link("board", old, "x")}},
		{"a valid link stays", []object{{layout.Link("board", now.Add(time.Hour), "x"), old}}, References{}, nil, grace, nil},
		{"a copy of a page that no manifest names", []object{{page, old}}, References{}, nil, grace, []string{page}},
		{"a named copy stays", []object{{page, old}}, uses(MeetingReferences{Copies: []string{page}}), nil, grace, nil},
		{"copies of an unfinished meeting stay", []object{{page, old}}, uses(MeetingReferences{ID: "board", Working: true}), nil, grace, nil},
		{"pages, records, originals and other objects stay", []object{{layout.Public.Meeting("board", layout.Index), old}, {layout.Record("board"), old}, {layout.State("board"), old}, {layout.Source(sum), old}, {layout.Blocks(sum), old}, {layout.Public.Asset("style.css"), old}, {"archive/backup/a", old}}, References{}, nil, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var l Listing
			for _, o := range tt.objects {
				l.Add(storage.Info{Key: o.key, Size: 10, Modified: o.at})
			}
			p := Decide(l, tt.refs, tt.facts, now, tt.grace)
			var got []string
			for _, it := range p.Items {
				got = append(got, it.Key)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPlanCountsWhatStays: the sums that the command prints.
func TestPlanCountsWhatStays(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var l Listing
	for _, key := range []string{layout.Source(sum), layout.Blocks(sum), layout.StepResult(stepA), layout.StepStatus(stepA), "archive/backup/a"} {
		l.Add(storage.Info{Key: key, Size: 10, Modified: now})
	}
	p := Decide(l, References{}, nil, now, time.Hour)
	if p.Sources.Bytes != 20 || p.Young.Objects != 2 || p.Young.Bytes != 20 || len(p.Unknown) != 1 || len(p.Items) != 0 {
		t.Errorf("plan = %+v", p)
	}
	p = Decide(l, References{}, nil, now.Add(2*time.Hour), time.Hour)
	if s := p.Sum(); s.Objects != 2 || s.Bytes != 20 || p.Young.Objects != 0 {
		t.Errorf("plan = %+v", p)
	}
	if got := Unreferenced(l, References{}); !slices.Equal(got, []string{stepA}) {
		t.Errorf("unreferenced: %q", got)
	}
}
