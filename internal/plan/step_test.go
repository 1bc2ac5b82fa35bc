package plan_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func talk() (meeting.Meeting, meeting.Source, meeting.Probe) {
	return meeting.Meeting{ID: "m", Visibility: meeting.Public, Profile: "meeting"},
		meeting.Source{ID: "talk", Name: "talk.mp4", SHA256: strings.Repeat("ab", 32)},
		meeting.Probe{Format: "mp4", Role: meeting.Recording, Media: &meeting.Media{
			Duration: 60,
			Video:    &meeting.Video{Width: 1280, Height: 720, FrameRate: 25, Last: 59.96, End: 60},
			Audio:    []meeting.Audio{{Index: 1, Channels: 2, Language: "en", End: 60}},
		}}
}

// TestStepStaysTheSame holds a whole step and its key to what they were. A
// change here makes every recording there is be made again, and every key in
// every archive be another: be sure that this is meant, then run with -update.
func TestStepStaysTheSame(t *testing.T) {
	t.Parallel()
	step, err := plan.ForSource(talk())
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(step, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got := string(data) + "\n" + step.Key() + "\n"
	const path = "testdata/step.txt"
	if *update {
		if err = os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("every recording would be made again (-want +got):\n%s", diff)
	}
}

func TestKeyLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		step := plan.Step{
			Kind:    rapid.SampledFrom([]plan.Kind{plan.Probe, plan.Recording, plan.Deck, plan.Document}).Draw(t, "kind"),
			Version: rapid.IntRange(1, 9).Draw(t, "version"),
			Input:   rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "input"),
			Space:   rapid.SampledFrom([]layout.Space{"", layout.Public, layout.Private}).Draw(t, "space"),
			Params:  json.RawMessage(`{"x":"` + rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "params") + `"}`),
			Budget:  time.Duration(rapid.Int64().Draw(t, "budget")),
		}
		key := step.Key()
		if err := storage.CheckKey(layout.StepResult(key)); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(key, string(step.Kind)+"-") || strings.Contains(key, "/") {
			t.Fatalf("key %q does not begin with its kind, or is a folder", key)
		}
		changes := map[string]func(*plan.Step){
			"kind":    func(s *plan.Step) { s.Kind += "x" },
			"version": func(s *plan.Step) { s.Version++ },
			"input":   func(s *plan.Step) { s.Input = "0" + s.Input },
			"space":   func(s *plan.Step) { s.Space += "x" },
			"params":  func(s *plan.Step) { s.Params = json.RawMessage(`{"y":1}`) },
		}
		for what, change := range changes {
			other := step
			change(&other)
			if other.Key() == key {
				t.Fatalf("another %s, and the same key %s", what, key)
			}
		}
		same := step
		same.Budget++
		if same.Key() != key {
			t.Fatal("the budget is part of the key")
		}
		// A step travels through a queue.
		data, err := json.Marshal(step)
		if err != nil {
			t.Fatal(err)
		}
		var back plan.Step
		if err = json.Unmarshal(data, &back); err != nil || back.Key() != key {
			t.Fatalf("after a queue the key is %q, not %q (%v)", back.Key(), key, err)
		}
	})
}

func TestForSource(t *testing.T) {
	t.Parallel()

	no := false
	tests := []struct {
		name   string
		change func(*meeting.Meeting, *meeting.Probe)
		kind   plan.Kind
		space  layout.Space
		params string // that must be among the parameters
		err    string
	}{
		{"a recording", func(*meeting.Meeting, *meeting.Probe) {}, plan.Recording, layout.Public, `"duration":60`, ""},
		{"a private one", func(m *meeting.Meeting, _ *meeting.Probe) { m.Visibility = meeting.Private }, plan.Recording, layout.Private, `"duration":60`, ""},
		{"an unlisted one lies where who has the link can read", func(m *meeting.Meeting, _ *meeting.Probe) { m.Visibility = meeting.Unlisted }, plan.Recording, layout.Public, `"duration":60`, ""},
		{"a deck", func(_ *meeting.Meeting, f *meeting.Probe) { f.Role, f.Format = meeting.Deck, "odp" }, plan.Deck, layout.Public, `{"format":"odp","original":true}`, ""},
		{"a document that is not to be downloaded", func(m *meeting.Meeting, f *meeting.Probe) {
			f.Role, f.Format, m.Rights.Downloads = meeting.Document, "pdf", &no
		}, plan.Document, layout.Public, `{"format":"pdf","original":false}`, ""},
		{"a role that nobody knows", func(_ *meeting.Meeting, f *meeting.Probe) { f.Role = "poem" }, "", "", "", `plan talk.mp4: role "poem" is not one of recording, deck, document`},
		{"a probe that found no role", func(_ *meeting.Meeting, f *meeting.Probe) { f.Role = "" }, "", "", "", `role "" is not one of`},
		{"a recording that was not looked at", func(_ *meeting.Meeting, f *meeting.Probe) { f.Media = nil }, "", "", "", "plan talk.mp4: a recording without media"},
		{"a profile that nobody knows", func(m *meeting.Meeting, _ *meeting.Probe) { m.Profile = "x" }, "", "", "", `profile "x" is not one of meeting`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, src, found := talk()
			tt.change(&m, &found)
			step, err := plan.ForSource(m, src, found)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error = %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || step.Kind != tt.kind || step.Space != tt.space || !strings.Contains(string(step.Params), tt.params) {
				t.Errorf("step = %+v with %s, %v, want %s in %s with %s", step, step.Params, err, tt.kind, tt.space, tt.params)
			}
			if step.Input != src.SHA256 || step.Version < 1 || step.Budget < time.Hour {
				t.Errorf("step = %+v has another input, no version or hardly any time", step)
			}
		})
	}
}

func TestForProbe(t *testing.T) {
	t.Parallel()
	_, src, _ := talk()
	free := plan.ForProbe(src)
	src.Name, src.Title = "other.mp4", "Other"
	if plan.ForProbe(src).Key() != free.Key() {
		t.Error("the same bytes under another name are probed again")
	}
	src.Role = meeting.Document
	if plan.ForProbe(src).Key() == free.Key() {
		t.Error("a role that is asked for makes no other probe")
	}
	if free.Space != "" {
		t.Errorf("a probe makes output in %q", free.Space)
	}
}
