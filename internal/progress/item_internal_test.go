package progress

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// documentSource returns a document source and its steps.
func documentSource(name string) (src meeting.Source, probe, document plan.Step) {
	src = meeting.Source{ID: name, Name: name + ".txt", SHA256: strings.Repeat(name[:1], 64), Size: 5}
	probe = plan.ForProbe(src)
	return src, probe, plan.ForDocument(meeting.Meeting{}, src, *isDocument().Probe)
}

func isDocument() *steps.Result {
	return &steps.Result{Probe: &meeting.Probe{Format: "text", Role: meeting.Document}}
}

func TestAssess(t *testing.T) {
	t.Parallel()
	a, probeA, docA := documentSource("a")
	b, probeB, docB := documentSource("b")
	copyOfA := a
	copyOfA.ID, copyOfA.Name = "a2", "copy of a.txt"
	done := steps.Outcome{Result: &steps.Result{Document: &steps.Document{}}}
	probed := steps.Outcome{Result: isDocument()}
	failed := steps.Outcome{Status: steps.Status{Starts: 1, Failed: "is damaged", Permanent: true}}
	givenUp := steps.Outcome{Status: steps.Status{Starts: 5, Failed: "could not be processed"}}
	accepted := a
	accepted.Without = true

	tests := []struct {
		name    string
		sources []meeting.Source
		there   map[string]steps.Outcome // by the step's key
		missing []plan.Step
		state   manifest.State
		status  string // of each source
		refused []meeting.Refusal
	}{
		{
			"no results",
			[]meeting.Source{a, b},
			nil,
			[]plan.Step{probeA, probeB},
			manifest.Processing, "waiting,waiting", nil,
		},
		{
			"a probe leads to the next step",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed},
			[]plan.Step{docA, probeB},
			manifest.Processing, "waiting,waiting", nil,
		},
		{
			"a step that is retried is missing",
			[]meeting.Source{a},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): {Status: steps.Status{Starts: 2, LastError: "no space"}}},
			[]plan.Step{docA},
			manifest.Processing, "waiting", nil,
		},
		{
			"one source is done",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): probed},
			[]plan.Step{docB},
			manifest.Processing, "done,waiting", nil,
		},
		{
			"two files with the same bytes share steps",
			[]meeting.Source{a, copyOfA},
			map[string]steps.Outcome{probeA.Key(): probed},
			[]plan.Step{docA},
			manifest.Processing, "waiting,waiting", nil,
		},
		{
			"all sources are done",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): probed, docB.Key(): done},
			nil, manifest.Published, "done,done", nil,
		},
		{
			"one probe fails",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): failed},
			nil, manifest.Published, "done,refused",
			[]meeting.Refusal{{Name: "b.txt", Reason: "is damaged"}},
		},
		{
			"one step fails after its probe",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): failed, probeB.Key(): probed, docB.Key(): done},
			nil, manifest.Published, "refused,done",
			[]meeting.Refusal{{Name: "a.txt", Reason: "is damaged"}},
		},
		{
			"a result overrides the failure of another run",
			[]meeting.Source{a},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): {Result: done.Result, Status: failed.Status}},
			nil, manifest.Published, "done", nil,
		},
		{
			"all sources are refused",
			[]meeting.Source{a, copyOfA},
			map[string]steps.Outcome{probeA.Key(): failed},
			nil, manifest.Failed, "refused,refused",
			[]meeting.Refusal{{Name: "a.txt", Reason: "is damaged"}, {Name: "copy of a.txt", Reason: "is damaged"}},
		},
		{
			"a step is given up without a verdict about the file",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): givenUp, probeB.Key(): probed, docB.Key(): done},
			nil, archive.NeedsAttention, "needs attention,done", nil,
		},
		{
			"a step is given up while others are missing",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): givenUp, probeB.Key(): probed},
			[]plan.Step{docB},
			manifest.Processing, "needs attention,waiting", nil,
		},
		{
			"the organiser publishes without its result",
			[]meeting.Source{accepted, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): givenUp, probeB.Key(): probed, docB.Key(): done},
			nil, manifest.Published, "refused,done",
			[]meeting.Refusal{{Name: "a.txt", Reason: "could not be processed"}},
		},
		{"no sources", nil, nil, nil, manifest.Failed, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := meeting.Meeting{ID: "m", Revision: 3, Sources: tt.sources, Refused: []meeting.Refusal{{Name: "x.bin", Reason: "is empty"}}}
			items, err := assessBy(m, func(s plan.Step) steps.Outcome { return tt.there[s.Key()] })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.missing, Missing(items)); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
			got := StateOf(m, items)
			var status []string
			for i, s := range got.Sources {
				status = append(status, s.Status)
				if s.ID != tt.sources[i].ID || s.Name != tt.sources[i].Name || len(s.Steps) == 0 || s.Steps[0].Key == "" {
					t.Errorf("state of source %d = %+v", i, s)
				}
			}
			if got.State != tt.state || strings.Join(status, ",") != tt.status {
				t.Errorf("state %s of %q, want %s of %q", got.State, status, tt.state, tt.status)
			}
			want := append([]meeting.Refusal{{Name: "x.bin", Reason: "is empty"}}, tt.refused...)
			if diff := cmp.Diff(want, got.Refused); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
			if got.Revision != 3 || got.Meeting != "m" || got.Schema != 1 {
				t.Errorf("state = %+v", got)
			}
			if got.Final() != (tt.state != manifest.Processing) {
				t.Errorf("%s is final: %v", got.State, got.Final())
			}
		})
	}
}

func TestAssessRequestsOnlyNeededSteps(t *testing.T) {
	t.Parallel()
	a, probe, doc := documentSource("a")
	m := meeting.Meeting{Sources: []meeting.Source{a}}
	var asked []string
	look := func(there map[string]steps.Outcome) func(plan.Step) steps.Outcome {
		asked = nil
		return func(s plan.Step) steps.Outcome {
			asked = append(asked, s.Key())
			return there[s.Key()]
		}
	}
	if _, err := assessBy(m, look(nil)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{probe.Key()}, asked); diff != "" {
		t.Errorf("steps before the probe is done (-want +got):\n%s", diff)
	}
	if _, err := assessBy(m, look(map[string]steps.Outcome{probe.Key(): {Result: isDocument()}})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{probe.Key(), doc.Key()}, asked); diff != "" {
		t.Errorf("steps after the probe (-want +got):\n%s", diff)
	}
}

func TestAssessReturnsUnseenSteps(t *testing.T) {
	t.Parallel()
	a, probe, doc := documentSource("a")
	m := meeting.Meeting{Sources: []meeting.Source{a, a}} // the same bytes twice
	snap := steps.Snapshot{}
	for _, want := range []plan.Step{probe, doc} {
		_, unseen, err := Assess(m, snap)
		if err != nil || len(unseen) != 1 || unseen[0].Key() != want.Key() {
			t.Fatalf("unseen = %v, %v; want only %s", unseen, err, want.Key())
		}
		snap[want.Key()] = steps.Outcome{Result: isDocument()}
	}
	if _, unseen, err := Assess(m, snap); err != nil || len(unseen) > 0 {
		t.Errorf("unseen = %v, %v, want none", unseen, err)
	}
}

func TestAssessRefusesAnUnknownRole(t *testing.T) {
	t.Parallel()
	a, _, _ := documentSource("a")
	m := meeting.Meeting{Sources: []meeting.Source{a}}
	odd := func(plan.Step) steps.Outcome {
		return steps.Outcome{Result: &steps.Result{Probe: &meeting.Probe{Role: "poem"}}}
	}
	if _, err := assessBy(m, odd); err == nil || !strings.Contains(err.Error(), `role "poem"`) {
		t.Errorf("err = %v", err)
	}
}
