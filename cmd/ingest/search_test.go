package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/catalogue"
)

func TestSearchPrintsMoments(t *testing.T) {
	t.Parallel()
	start, around := 750.5, 3723.0
	results := catalogue.Results{Older: true, Hits: []catalogue.Hit{
		{Meeting: catalogue.Entry{ID: "spring", Title: "Spring meeting", Date: "2026-03-12", URL: "meetings/spring/index.html"}, Where: []string{"slides", "transcript"}, Moments: []catalogue.Moment{
			{Kind: catalogue.TranscriptMoment, Text: "We move silt\x1b[2J.", Recording: "talk", Start: &start, URL: "meetings/spring/index.html?t=750.5"},
			{
				Kind: catalogue.SlideMoment, Title: "Dredging", Text: "Silt and sand", Deck: "harbour", Slide: 4, Start: &around, Uncertain: true, URL: "meetings/spring/index.html?d=harbour&s=4&t=3723",
				Image: &catalogue.Image{URL: "derived/a.jpg", Type: "image/jpeg", Width: 320, Height: 180},
			},
		}},
		{Meeting: catalogue.Entry{ID: "undated", Title: "Silt", URL: "meetings/undated/index.html"}, Where: []string{"title"}},
	}}
	var out bytes.Buffer
	if err := (&searchCmd{}).print(&console{out: &out}, "silt", "https://m.example.org/", results); err != nil {
		t.Fatal(err)
	}
	want := `2026-03-12 Spring meeting
  https://m.example.org/meetings/spring/index.html
     12:30  We move silt\x1b[2J.
            https://m.example.org/meetings/spring/index.html?t=750.5
  ~1:02:03  slide 4, Dredging: Silt and sand
            https://m.example.org/meetings/spring/index.html?d=harbour&s=4&t=3723
Silt
  https://m.example.org/meetings/undated/index.html
Older meetings were not searched; --limit searches more.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

func TestSearchPrintsJSON(t *testing.T) {
	t.Parallel()
	start := 5.0
	results := catalogue.Results{Older: true, Hits: []catalogue.Hit{{
		Meeting: catalogue.Entry{ID: "a", Title: "A", URL: "meetings/a/index.html"}, Where: []string{"slides"},
		Moments: []catalogue.Moment{{Kind: catalogue.SlideMoment, Text: "B", Deck: "d", Slide: 2, Start: &start, URL: "meetings/a/index.html?d=d&s=2&t=5"}},
	}}}
	var out bytes.Buffer
	if err := (&searchCmd{JSON: true}).print(&console{out: &out}, "b", "/", results); err != nil {
		t.Fatal(err)
	}
	var one found
	if err := json.Unmarshal(out.Bytes(), &one); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if one.URL != "/meetings/a/index.html" || one.Moments[0].URL != "/meetings/a/index.html?d=d&s=2&t=5" || *one.Moments[0].Start != 5 {
		t.Errorf("output %s", out.String())
	}
}

func TestSearchFindsNothing(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (&searchCmd{}).print(&console{out: &out}, "silt", "", catalogue.Results{}); err != nil || out.String() != "No public meeting contains \"silt\".\n" {
		t.Errorf("%v, %q", err, out.String())
	}
	if _, _, err := ingest(t.Context(), "search", "--limit", "0", "silt"); err == nil || !strings.Contains(err.Error(), "--limit: 0 is not a number from 1 to 100") {
		t.Errorf("a limit of 0: %v", err)
	}
}
