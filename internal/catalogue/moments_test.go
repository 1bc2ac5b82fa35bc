package catalogue_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions"
	"proceedings/internal/catalogue"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// aligned is a meeting with slide times, two recordings and captions.
func aligned() (manifest.Manifest, catalogue.Cues) {
	m := board("spring", "2026-03-12", "Spring meeting")
	main := &m.Recordings[0]
	main.SlideTimes = []manifest.SlideTime{
		{Start: 10, End: 50, Deck: "harbour", Slide: 2, Confidence: 1},
		{Start: 50, End: 90, Deck: "harbour", Slide: 1, Confidence: 0.6, Uncertain: true},
		{Start: 200, End: 300, Deck: "harbour", Slide: 2, Confidence: 1},
	}
	main.Chapters = []manifest.Chapter{{Start: 61, End: 300, Title: "Clear water"}}
	m.Recordings = append(m.Recordings, manifest.Recording{ID: "annex", Kind: manifest.Audio, Duration: 60})
	sum := main.MP4.SHA256
	for i := range m.Decks[0].Slides {
		m.Decks[0].Slides[i].Images = []manifest.Image{
			{File: manifest.File{URL: "../../derived/deck/r/1600.webp", Type: "image/webp", SHA256: sum}, Width: 1600, Height: 900},
			{File: manifest.File{URL: "../../derived/deck/r/320.jpg", Type: "image/jpeg", SHA256: sum}, Width: 320, Height: 180},
		}
	}
	cues := catalogue.Cues{
		"talk": {
			{Start: 52, End: 54, Speaker: "Ann Lee", Text: "We move silt\nfrom the"},
			{Start: 54, End: 57, Text: "harbour to the sea."},
			{Start: 57, End: 59, Text: "That is"},
			{Start: 70, End: 71, Text: "the harbour of Östhamn & its (buoys) <1 km"},
		},
		"annex": {{Start: 5, End: 6, Text: "The harbour again."}},
	}
	return m, cues
}

func TestMoments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		most       int
		want       []string
	}{
		{"a sentence over two cues, with the slide on the screen", "silt sea", 5, []string{"transcript 52 We move silt from the harbour to the sea. meetings/spring/index.html?t=52 derived"}},
		{"the title of a slide that is shown twice", "buoys", 5, []string{
			"slide 10 Buoys meetings/spring/index.html?d=harbour&s=2&t=10 derived", "transcript 70 the harbour of Östhamn & its (buoys) <1 km meetings/spring/index.html?t=70 derived",
		}},
		{"a line of a slide, at an uncertain time", "sand", 5, []string{"slide ~50 Dredging: Silt Sand meetings/spring/index.html?d=harbour&s=1&t=50 derived"}},
		{"accents and case", "OSTHAMN", 5, []string{"transcript 70 the harbour of Östhamn & its (buoys) <1 km meetings/spring/index.html?t=70 derived"}},
		{"the beginning of the last word", "clear wat", 5, []string{
			"presentation 61 Clear water meetings/spring/index.html?t=61 derived", "chapter 61 Clear water meetings/spring/index.html?t=61 derived",
		}},
		{"a speaker", "speaker for", 5, []string{"presentation 61 Clear water meetings/spring/index.html?t=61 derived"}},
		{"two recordings, in their order", "harbour", 9, []string{
			"transcript 52 We move silt from the harbour to the sea. meetings/spring/index.html?t=52 derived",
			"presentation 61 Clear water meetings/spring/index.html?t=61 derived",
			"transcript 70 the harbour of Östhamn & its (buoys) <1 km meetings/spring/index.html?t=70 derived",
			"transcript 5 The harbour again. meetings/spring/index.html?r=annex&t=5 ",
		}},
		{"only as many as asked for", "harbour", 1, []string{"transcript 52 We move silt from the harbour to the sea. meetings/spring/index.html?t=52 derived"}},
		{"words that are nowhere", "glacier", 5, nil},
		{"no words", " – ", 5, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, cues := aligned()
			if diff := cmp.Diff(tt.want, told(catalogue.Moments(m, cues, tt.text, tt.most))); diff != "" {
				t.Errorf("moments (-want +got):\n%s", diff)
			}
		})
	}
}

// told is a moment as a line.
func told(list []catalogue.Moment) []string {
	var lines []string
	for _, m := range list {
		text := m.Text
		if m.Title != "" && m.Title != m.Text {
			text = m.Title + ": " + text
		}
		start := "-"
		if m.Start != nil {
			data, _ := json.Marshal(*m.Start)
			start = string(data)
		}
		if m.Uncertain {
			start = "~" + start
		}
		image := ""
		if m.Image != nil {
			image, _, _ = strings.Cut(strings.TrimPrefix(m.Image.URL, "../"), "/deck/")
			if m.Image.Width != 320 {
				image = "too wide"
			}
		}
		lines = append(lines, strings.Join([]string{string(m.Kind), start, text, m.URL, image}, " "))
	}
	return lines
}

// TestASlideWithoutATime leads to the slide.
func TestASlideWithoutATime(t *testing.T) {
	t.Parallel()
	m := board("spring", "2026-03-12", "Spring meeting")
	want := []string{"slide - Buoys meetings/spring/index.html?d=harbour&s=2 "}
	if diff := cmp.Diff(want, told(catalogue.Moments(m, nil, "buoys", 3))); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
}

// TestPagesFindTheSameMoments runs the script of the catalogue's page.
func TestPagesFindTheSameMoments(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "node")
	m, cues := aligned()
	// Few moments are in several of these, so that all kinds and all orders occur.
	queries := []string{"silt sea", "buoys", "sand", "OSTHAMN", "clear wat", "speaker for", "harbour", "the", "a", "that is", "östhamn its", "mind pilots", "glacier"}
	vtt := map[string]string{}
	for id, list := range cues {
		vtt[id] = string(captions.Write(list))
	}
	encoded, err := manifest.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(map[string]any{"manifest": json.RawMessage(encoded), "vtt": vtt, "queries": queries})
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	lib := filepath.Join(here, "..", "..", "web", "src", "lib")
	var out bytes.Buffer
	_, err = (&proc.Runner{Grace: time.Second}).Run(t.Context(), proc.Command{
		Path: "node", Args: []string{filepath.Join(here, "testdata", "moments.mjs"), lib}, Dir: t.TempDir(),
		Stdin: bytes.NewReader(input), Stdout: &out, Memory: 1 << 40, // V8 reserves much address space
	})
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Kind, Title, Text, Query string
		Start                    *float64
		Uncertain                bool
		Image                    int // its width
	}
	var got [][]line
	if err = json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	parsed := catalogue.Cues{}
	for id, text := range vtt {
		parsed[id] = captions.ParseWritten([]byte(text))
	}
	want := make([][]line, len(queries))
	for i, text := range queries {
		want[i] = []line{}
		for _, found := range catalogue.Moments(m, parsed, text, 6) {
			one := line{Kind: string(found.Kind), Title: found.Title, Text: found.Text, Start: found.Start, Uncertain: found.Uncertain}
			_, one.Query, _ = strings.Cut(found.URL, "?")
			if found.Image != nil {
				one.Image = found.Image.Width
			}
			want[i] = append(want[i], one)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("moments of the command line and the page differ (-command +page):\n%s", diff)
	}
}

// TestLongCuesAreLinear finds the moments of nine hours of captions.
func TestLongCuesAreLinear(t *testing.T) {
	t.Parallel()
	m, _ := aligned()
	var list []meeting.Cue
	for i := range 20_000 {
		list = append(list, meeting.Cue{Start: float64(i) * 1.6, End: float64(i)*1.6 + 1.5, Text: strings.Repeat("silt ", 20)})
	}
	begun := time.Now()
	found := catalogue.Moments(m, catalogue.Cues{"talk": list}, "silt", 3)
	if took := time.Since(begun); len(found) != 3 || took > 20*time.Second {
		t.Errorf("%d moments in %v", len(found), took)
	}
	if len([]rune(found[0].Text)) > 301 {
		t.Errorf("a text of %d characters", len([]rune(found[0].Text)))
	}
}
