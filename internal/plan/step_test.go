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

// TestStepKeysStayTheSame compares whole steps and their keys with a golden file. A
// difference changes keys in every archive, so that workers encode every recording again.
// If that is intended, run the test with -update.
func TestStepKeysStayTheSame(t *testing.T) {
	t.Parallel()
	r := recording(t, film(60, 15))
	chunks := r.Chunks(plan.Decided{})
	audio, _ := r.Audio()
	var got strings.Builder
	for _, step := range append(chunks, audio, r.Package(append(chunks, audio), true, nil)) {
		data, err := json.MarshalIndent(step, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(string(data) + "\n" + step.Key() + "\n")
	}
	const path = "testdata/step.txt"
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("every recording would be encoded again (-want +got):\n%s", diff)
	}
}

func TestKeyLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		step := plan.Step{
			Kind:    rapid.SampledFrom([]plan.Kind{plan.Probe, plan.Chunk, plan.Deck, plan.Document}).Draw(t, "kind"),
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
			t.Fatalf("key %q does not begin with its kind, or has a slash", key)
		}
		changes := map[string]func(*plan.Step){
			"kind":    func(s *plan.Step) { s.Kind += "x" },
			"version": func(s *plan.Step) { s.Version++ },
			"input":   func(s *plan.Step) { s.Input = "0" + s.Input },
			"space":   func(s *plan.Step) { s.Space += "x" },
			"needs":   func(s *plan.Step) { s.Needs = append(s.Needs, "audio-1") },
			"params":  func(s *plan.Step) { s.Params = json.RawMessage(`{"y":1}`) },
		}
		for what, change := range changes {
			other := step
			change(&other)
			if other.Key() == key {
				t.Fatalf("another %s does not change the key %s", what, key)
			}
		}
		same := step
		same.Budget++
		same.Cost++
		same.Bytes = []plan.Range{{From: 1, To: 2}}
		if same.Key() != key {
			t.Fatal("budget, cost or bytes are part of the key")
		}
		// Task queues carry steps as JSON.
		data, err := json.Marshal(step)
		if err != nil {
			t.Fatal(err)
		}
		var back plan.Step
		if err = json.Unmarshal(data, &back); err != nil || back.Key() != key {
			t.Fatalf("after JSON the key is %q, not %q (%v)", back.Key(), key, err)
		}
	})
}

func TestDeckAndDocumentSteps(t *testing.T) {
	t.Parallel()

	no := false
	text := func(m meeting.Meeting, src meeting.Source) plan.Step {
		return plan.ForText(m, src, meeting.Probe{Role: meeting.Deck, Format: "odp"})
	}
	tests := []struct {
		name   string
		change func(*meeting.Meeting, *meeting.Source)
		step   func(meeting.Meeting, meeting.Source) plan.Step
		kind   plan.Kind
		space  layout.Space
		params string
	}{
		{"text of a deck", func(*meeting.Meeting, *meeting.Source) {}, text, plan.Text, layout.Public, `{"format":"odp","original":true}`},
		{
			"text of a PDF deck, without a copy of the original", func(*meeting.Meeting, *meeting.Source) {},
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForText(m, src, meeting.Probe{Role: meeting.Deck, Format: "pdf"})
			}, plan.Text, layout.Public, `{"format":"pdf"}`,
		},
		{"text of a private deck", func(m *meeting.Meeting, _ *meeting.Source) { m.Visibility = meeting.Private }, text, plan.Text, layout.Private, `{"format":"odp","original":true}`},
		{"text of a deck without downloads", func(m *meeting.Meeting, _ *meeting.Source) { m.Rights.Downloads = &no }, text, plan.Text, layout.Public, `{"format":"odp"}`},
		{"text of a deck with a password, from a record of an earlier version", func(_ *meeting.Meeting, s *meeting.Source) { s.Password = "sesame" }, text, plan.Text, layout.Public, `{"format":"odp","original":true,"password":"sesame"}`},
		{
			"page images of an unlisted deck, in the public space", func(m *meeting.Meeting, _ *meeting.Source) { m.Visibility = meeting.Unlisted },
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDeck(m, src, meeting.Probe{Role: meeting.Deck, Format: "pdf"})
			}, plan.Deck, layout.Public, `{"format":"pdf"}`,
		},
		{
			"page images of a deck with a sealed password", func(_ *meeting.Meeting, s *meeting.Source) { s.SealedPassword = "c2Vz" },
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDeck(m, src, meeting.Probe{Role: meeting.Deck, Format: "odp"})
			}, plan.Deck, layout.Public, `{"format":"odp","sealedPassword":"c2Vz"}`,
		},
		{
			"OCR of pages", func(_ *meeting.Meeting, s *meeting.Source) { s.Password = "sesame" },
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForOCR(m, src, plan.ForDeck(m, src, meeting.Probe{Format: "pdf"}), plan.OCRParams{
					PDF: "deck.pdf", Pages: []int{2, 5}, Pictures: []int{3}, Languages: []string{"de", "en"},
				})
			}, plan.OCR, layout.Public, `{"pdf":"deck.pdf","pages":[2,5],"pictures":[3],"languages":["de","en"],"password":"sesame"}`,
		},
		{
			"PDF document with a password", func(m *meeting.Meeting, s *meeting.Source) {
				m.Publish, s.SealedPassword = []meeting.Disclosure{}, "c2Vz"
			},
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDocument(m, src, meeting.Probe{Role: meeting.Document, Format: "pdf"})
			}, plan.Document, layout.Public, `{"format":"pdf","original":true,"inert":true,"sealedPassword":"c2Vz"}`,
		},
		{
			"PDF document whose original is published", func(m *meeting.Meeting, _ *meeting.Source) {
				m.Publish = []meeting.Disclosure{meeting.DiscloseOriginals}
			},
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDocument(m, src, meeting.Probe{Role: meeting.Document, Format: "pdf"})
			}, plan.Document, layout.Public, `{"format":"pdf","original":true,"inert":true,"files":true}`,
		},
		{
			"other document", func(*meeting.Meeting, *meeting.Source) {},
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDocument(m, src, meeting.Probe{Role: meeting.Document, Format: "docx"})
			}, plan.Document, layout.Public, `{"format":"docx","original":true}`,
		},
		{
			"document without downloads", func(m *meeting.Meeting, _ *meeting.Source) { m.Rights.Downloads = &no },
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDocument(m, src, meeting.Probe{Role: meeting.Document, Format: "pdf"})
			}, plan.Document, layout.Public, `{"format":"pdf","original":false}`,
		},
		{
			"document with a password", func(_ *meeting.Meeting, s *meeting.Source) { s.Password = "sesame" },
			func(m meeting.Meeting, src meeting.Source) plan.Step {
				return plan.ForDocument(m, src, meeting.Probe{Role: meeting.Document, Format: "pdf"})
			}, plan.Document, layout.Public, `{"format":"pdf","original":true,"inert":true,"files":true,"password":"sesame"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, src := sampleMeeting()
			tt.change(&m, &src)
			step := tt.step(m, src)
			if step.Kind != tt.kind || step.Space != tt.space || string(step.Params) != tt.params || step.Budget <= 0 || step.Cost <= 0 {
				t.Errorf("step = %+v with %s, want %s in %s with %s", step, step.Params, tt.kind, tt.space, tt.params)
			}
		})
	}
}

// The time limit of OCR is an hour and a minute for each page.
func TestOCRTimeLimit(t *testing.T) {
	t.Parallel()
	m, src := sampleMeeting()
	for _, pages := range [][]int{{1}, {2, 5, 9}} {
		s := plan.ForOCR(m, src, plan.Step{Kind: plan.Deck}, plan.OCRParams{Pages: pages, Pictures: []int{7}})
		if want := time.Hour + time.Duration(len(pages)+1)*time.Minute; s.Budget != want || s.Cost != float64(len(pages)+1) {
			t.Errorf("%d pages have a budget of %v and cost %v, want %v", len(pages), s.Budget, s.Cost, want)
		}
	}
}

func TestForProbe(t *testing.T) {
	t.Parallel()
	_, src := sampleMeeting()
	free := plan.ForProbe(src)
	src.Name, src.Title = "other.mp4", "Other"
	if plan.ForProbe(src).Key() != free.Key() {
		t.Error("another name changes the key of the probe")
	}
	src.Role = meeting.Document
	if plan.ForProbe(src).Key() == free.Key() {
		t.Error("a requested role does not change the key of the probe")
	}
	if free.Space != "" {
		t.Errorf("a probe has the space %q, want none", free.Space)
	}
}
