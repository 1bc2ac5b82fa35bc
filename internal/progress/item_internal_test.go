package progress

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// paper is a source, and the steps that it goes through as a document.
func paper(name string) (src meeting.Source, probe, document plan.Step) {
	src = meeting.Source{ID: name, Name: name + ".txt", SHA256: strings.Repeat(name[:1], 64), Size: 5}
	probe = plan.ForProbe(src)
	return src, probe, plan.ForDocument(meeting.Meeting{}, src, *isPaper().Probe)
}

func isPaper() *steps.Result {
	return &steps.Result{Probe: &meeting.Probe{Format: "text", Role: meeting.Document}}
}

// TestAssess takes meetings of the sources a and b to every point that they can
// be at.
func TestAssess(t *testing.T) {
	t.Parallel()
	a, probeA, docA := paper("a")
	b, probeB, docB := paper("b")
	copyOfA := a
	copyOfA.ID, copyOfA.Name = "a2", "copy of a.txt"
	done := steps.Outcome{Result: &steps.Result{Document: &steps.Document{}}}
	probed := steps.Outcome{Result: isPaper()}
	failed := steps.Outcome{Status: steps.Status{Starts: 5, Failed: "is damaged"}}

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
			"nothing was done yet",
			[]meeting.Source{a, b},
			nil,
			[]plan.Step{probeA, probeB},
			manifest.Processing, "waiting waiting", nil,
		},
		{
			"what a source is leads to what to make of it",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed},
			[]plan.Step{docA, probeB},
			manifest.Processing, "waiting waiting", nil,
		},
		{
			"a step that failed and runs again is missing still",
			[]meeting.Source{a},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): {Status: steps.Status{Starts: 2, LastError: "no space"}}},
			[]plan.Step{docA},
			manifest.Processing, "waiting", nil,
		},
		{
			"one is done and one goes on",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): probed},
			[]plan.Step{docB},
			manifest.Processing, "done waiting", nil,
		},
		{
			"the same bytes under two names are one step",
			[]meeting.Source{a, copyOfA},
			map[string]steps.Outcome{probeA.Key(): probed},
			[]plan.Step{docA},
			manifest.Processing, "waiting waiting", nil,
		},
		{
			"all are done",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): probed, docB.Key(): done},
			nil, manifest.Published, "done done", nil,
		},
		{
			"one refused by its probe leaves the other",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): done, probeB.Key(): failed},
			nil, manifest.Published, "done refused",
			[]meeting.Refusal{{Name: "b.txt", Reason: "is damaged"}},
		},
		{
			"one given up after its probe leaves the other",
			[]meeting.Source{a, b},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): failed, probeB.Key(): probed, docB.Key(): done},
			nil, manifest.Published, "refused done",
			[]meeting.Refusal{{Name: "a.txt", Reason: "is damaged"}},
		},
		{
			"a result counts, whatever a slower run said of the step",
			[]meeting.Source{a},
			map[string]steps.Outcome{probeA.Key(): probed, docA.Key(): {Result: done.Result, Status: failed.Status}},
			nil, manifest.Published, "done", nil,
		},
		{
			"all are refused",
			[]meeting.Source{a, copyOfA},
			map[string]steps.Outcome{probeA.Key(): failed},
			nil, manifest.Failed, "refused refused",
			[]meeting.Refusal{{Name: "a.txt", Reason: "is damaged"}, {Name: "copy of a.txt", Reason: "is damaged"}},
		},
		{"a meeting without sources has failed", nil, nil, nil, manifest.Failed, "", nil},
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
					t.Errorf("source %d is told as %+v", i, s)
				}
			}
			if got.State != tt.state || strings.Join(status, " ") != tt.status {
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

func TestAssessAsksOnlyForWhatIsNeeded(t *testing.T) {
	t.Parallel()
	a, probe, doc := paper("a")
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
		t.Errorf("asked while it is unknown what the source is (-want +got):\n%s", diff)
	}
	if _, err := assessBy(m, look(map[string]steps.Outcome{probe.Key(): {Result: isPaper()}})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{probe.Key(), doc.Key()}, asked); diff != "" {
		t.Errorf("asked once it is known (-want +got):\n%s", diff)
	}
}

// A snapshot that lacks a step says that it is open, and which step that is.
func TestAssessNamesTheStepsThatItHasNotSeen(t *testing.T) {
	t.Parallel()
	a, probe, doc := paper("a")
	m := meeting.Meeting{Sources: []meeting.Source{a, a}} // the same bytes twice
	snap := steps.Snapshot{}
	for _, want := range []plan.Step{probe, doc} {
		_, unseen, err := Assess(m, snap)
		if err != nil || len(unseen) != 1 || unseen[0].Key() != want.Key() {
			t.Fatalf("unseen are %v, %v; want %s alone", unseen, err, want.Key())
		}
		snap[want.Key()] = steps.Outcome{Result: isPaper()}
	}
	if _, unseen, err := Assess(m, snap); err != nil || len(unseen) > 0 {
		t.Errorf("unseen are %v, %v, when all is there", unseen, err)
	}
}

func TestAssessRefusesAnUnknownRole(t *testing.T) {
	t.Parallel()
	a, _, _ := paper("a")
	m := meeting.Meeting{Sources: []meeting.Source{a}}
	odd := func(plan.Step) steps.Outcome {
		return steps.Outcome{Result: &steps.Result{Probe: &meeting.Probe{Role: "poem"}}}
	}
	if _, err := assessBy(m, odd); err == nil || !strings.Contains(err.Error(), `role "poem"`) {
		t.Errorf("err = %v", err)
	}
}
