package main

import (
	"encoding/json"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

func TestSummary(t *testing.T) {
	t.Parallel()

	s := summary{
		Meeting: "m", Visibility: meeting.Public, State: manifest.Published, Manifest: "public/meetings/m/manifest.json", Took: 83400 * time.Millisecond,
		Refused:  []meeting.Refusal{{Name: "notes.txt", Reason: "is text, not a recording or a deck"}},
		Warnings: []string{"talk.mp4 has sound on one channel only; list another under recordings in meeting.yaml", "deck.pptx is a slide deck that is offered as a document"},
		published: manifest.Manifest{
			ID: "m", Revision: 2, Title: "Spring meeting",
			Recordings: []manifest.Recording{{ID: "talk", Duration: 3723, Renditions: []manifest.Rendition{{ID: "720p"}, {ID: "360p"}}}},
			Decks:      []manifest.Deck{{ID: "harbour", Slides: make([]manifest.Slide, 12)}},
			Documents:  []manifest.Document{{ID: "agenda"}},
			Warnings:   []string{"talk.mp4 has sound on one channel only"},
		},
	}
	var out strings.Builder
	s.write(&out)
	want := `
Published "Spring meeting" (m, public, revision 2) in 1m23.4s
  recording  talk  1:02:03  720p 360p
  deck       harbour  12 slides
  document   agenda
  warning    talk.mp4 has sound on one channel only; list another under recordings in meeting.yaml
  warning    deck.pptx is a slide deck that is offered as a document
  manifest   public/meetings/m/manifest.json
  refused    notes.txt is text, not a recording or a deck
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSummaryForScripts(t *testing.T) {
	t.Parallel()

	got, err := json.Marshal(summary{Meeting: "m", Visibility: meeting.Private, State: manifest.Published, Manifest: "key", Took: 1500 * time.Millisecond}.asEvent())
	want := `{"event":"summary","meeting":"m","visibility":"private","state":"published","manifest":"key","seconds":1.5,"refused":[]}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ name, want string }{
		{"slides.pptx", "slides.pptx"},
		{strings.Repeat("1", 36), strings.Repeat("1", 36)},
		{"GMT20260312-090000_Recording_with_a_long_name_1280x720.mp4", "GMT20260312-09000…_name_1280x720.mp4"},
		{strings.Repeat("ü", 50), strings.Repeat("ü", 17) + "…" + strings.Repeat("ü", 18)},
	} {
		if got := label(tt.name); got != tt.want || utf8.RuneCountInString(got) > 36 {
			t.Errorf("label(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestReachable(t *testing.T) {
	t.Parallel()

	for address, want := range map[string]string{"127.0.0.1:8470": "127.0.0.1:8470", "[::1]:8470": "[::1]:8470"} {
		addr, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(addr); got != want {
			t.Errorf("reachable(%s) = %s, want %s", address, got, want)
		}
	}
	for _, any := range []string{"0.0.0.0:8470", "[::]:8470"} {
		addr, err := net.ResolveTCPAddr("tcp", any)
		if err != nil {
			t.Fatal(err)
		}
		host, port, err := net.SplitHostPort(reachable(addr))
		if err != nil || port != "8470" || host == "" || net.ParseIP(host) != nil {
			t.Errorf("reachable(%s) = %s, %s, %v; want a name that a browser can open", any, host, port, err)
		}
	}
}
