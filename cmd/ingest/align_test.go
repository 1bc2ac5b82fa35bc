package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// published is a meeting with a recording of 100 s and two decks.
func publishedDecks() correction {
	slides := []manifest.Slide{{Number: 1, Title: "Bees"}, {Number: 2}, {Number: 4}}
	m := manifest.Manifest{
		ID: "m", Recordings: []manifest.Recording{{ID: "talk", Source: "talk", Kind: manifest.Video, Duration: 100}},
		Decks: []manifest.Deck{{ID: "bees-pptx", Source: "bees-pptx", Slides: slides}, {ID: "beetles-pdf", Source: "beetles-pdf", Slides: slides[:1]}},
		Sources: []manifest.Source{
			{ID: "talk", Name: "Talk.mp4"}, {ID: "bees-pptx", Name: "Bees: an overview.pptx"}, {ID: "beetles-pdf", Name: "Beetles.pdf"},
		},
	}
	return correction{m, m.Recordings[0]}
}

func TestParseCorrections(t *testing.T) {
	t.Parallel()
	on := publishedDecks()
	slide := func(start, end float64, slide int) meeting.SlideCorrection {
		return meeting.SlideCorrection{Start: start, End: end, Deck: "bees-pptx", Slide: slide}
	}
	for _, tt := range []struct {
		text string
		want meeting.SlideCorrection
		err  string
	}{
		{"bees-pptx:2=12", slide(12, 0, 2), ""},
		{"bees-:4=1:15.5", slide(75.5, 0, 4), ""},
		{"Bees: an overview.pptx:1=0:00:05", slide(5, 0, 1), ""},
		{"Bees:1=0:00:05", slide(5, 0, 1), ""},
		{"bees-pptx:0=50", meeting.SlideCorrection{Start: 50}, ""},
		{"bee:1=5", meeting.SlideCorrection{}, `several decks begin with "bee": bees-pptx, beetles-pdf`},
		{"wasps:1=5", meeting.SlideCorrection{}, `"wasps" is not one of the decks bees-pptx, beetles-pdf`},
		{":1=5", meeting.SlideCorrection{}, `"" is not one of the decks bees-pptx, beetles-pdf`},
		{"bees-pptx:3=5", meeting.SlideCorrection{}, "bees-pptx has no slide 3: its last one is 4"},
		{"bees-pptx:two=5", meeting.SlideCorrection{}, `"two" is no number of a slide`},
		{"bees-pptx:2=1:40", meeting.SlideCorrection{}, "1:40 is beyond the end of the recording, which lasts 1:40"},
		{"bees-pptx:2=noon", meeting.SlideCorrection{}, `"noon" is not a valid time: write seconds, mm:ss or h:mm:ss`},
		{"bees-pptx", meeting.SlideCorrection{}, "write it as DECK:SLIDE=TIME, such as bees.pptx:4=0:12:30"},
	} {
		got, err := on.parseSet(tt.text)
		if tt.err != "" && (err == nil || err.Error() != tt.err) || tt.err == "" && (err != nil || got != tt.want) {
			t.Errorf("--set %s: %+v, %v; want %+v, %s", tt.text, got, err, tt.want, tt.err)
		}
	}
	for _, tt := range []struct {
		text, err  string
		start, end float64
	}{
		{"0:10-1:15", "", 10, 75},
		{"10-100", "", 10, 100},
		{"10", "write it as FROM-TO, such as 1:02:00-1:15:00", 0, 0},
		{"20-10", "it ends at 10, which is not after its beginning", 0, 0},
		{"20-500", "500 is beyond the end of the recording, which lasts 1:40", 0, 0},
		{"200-500", "200 is beyond the end of the recording, which lasts 1:40", 0, 0},
	} {
		got, err := on.parseNone(tt.text)
		want := meeting.SlideCorrection{Start: tt.start, End: tt.end}
		if tt.err != "" && (err == nil || err.Error() != tt.err) || tt.err == "" && (err != nil || got != want) {
			t.Errorf("--none %s: %+v, %v; want %+v, %s", tt.text, got, err, want, tt.err)
		}
	}
}

func TestReadTimes(t *testing.T) {
	t.Parallel()
	on := publishedDecks()
	slide := func(start, end float64, slide int) meeting.SlideCorrection {
		return meeting.SlideCorrection{Start: start, End: end, Deck: "bees-pptx", Slide: slide}
	}
	for _, tt := range []struct {
		name, text string
		want       []meeting.SlideCorrection
		err        string
	}{
		{"starts", "\ufeffstart,deck,slide\n5,bees-pptx,1\n0:30,bees-pptx,2\n50,,0\n", []meeting.SlideCorrection{slide(5, 30, 1), slide(30, 50, 2), {Start: 50, End: 100}}, ""},
		{"starts and ends", "5,20,bees-pptx,1\n30,,bees-pptx,2\n", []meeting.SlideCorrection{slide(5, 20, 1), slide(30, 100, 2)}, ""},
		{"comments and blanks", "# by hand\n5, bees-pptx, 1\n\n", []meeting.SlideCorrection{slide(5, 100, 1)}, ""},
		{"an unknown deck", "start,deck,slide\n5,bees-pptx,1\n6,wasps,1\n", nil, `line 3: "wasps" is not one of the decks bees-pptx, beetles-pdf`},
		{"an unknown slide", "5,beetles-pdf,2\n", nil, "line 1: beetles-pdf has no slide 2: its last one is 1"},
		{"a time after the end", "5,bees-pptx,1\n\n300,bees-pptx,2\n", nil, "line 3: 300 is beyond the end of the recording, which lasts 1:40"},
		{"semicolons", "# of a spreadsheet, in German\nstart;deck;slide\n5;bees-pptx;1\n", []meeting.SlideCorrection{slide(5, 100, 1)}, ""},
		{"overlapping", "5,20,bees-pptx,1\n15,30,bees-pptx,2\n", nil, "line 2: it begins at 15, before the line before ends"},
		{"out of order", "5,bees-pptx,1\n5,bees-pptx,2\n", nil, "line 2: it begins at 5, which is not after the line before"},
		{"columns", "5,1\n", nil, "line 1: it has 2 columns: write start, deck, slide or start, end, deck, slide"},
		{"quotes", "5,\"bees,1\n", nil, "read the lines: "},
		{"nothing", "start,deck,slide\n", nil, "it has no times: write lines with start, deck and slide"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := on.readTimes(strings.NewReader(tt.text))
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("error is %v, want %s", err, tt.err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
}

func TestCorrectedAlignment(t *testing.T) {
	t.Parallel()
	on := publishedDecks()
	old := meeting.Alignment{Recording: "talk", Offset: 2, Slides: []meeting.SlideCorrection{{Start: 7, Deck: "bees-pptx", Slide: 4}}}
	file := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(file, []byte("5,bees-pptx,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		a    alignCmd
		want meeting.Alignment
	}{
		{"set adds", alignCmd{Set: []string{"bees-pptx:1=3"}, None: []string{"20-30"}}, meeting.Alignment{Recording: "talk", Offset: 2, Slides: []meeting.SlideCorrection{old.Slides[0], {Start: 3, Deck: "bees-pptx", Slide: 1}, {Start: 20, End: 30}}}},
		{"from replaces slides", alignCmd{From: file}, meeting.Alignment{Recording: "talk", Offset: 2, Slides: []meeting.SlideCorrection{{Start: 5, End: 100, Deck: "bees-pptx", Slide: 1}}}},
		{"offset", alignCmd{Offset: offset{true, -3}}, meeting.Alignment{Recording: "talk", Offset: -3, Slides: old.Slides}},
		{"off", alignCmd{Off: true}, meeting.Alignment{Recording: "talk", Off: true, Offset: 2, Slides: old.Slides}},
		{"auto", alignCmd{Auto: true}, meeting.Alignment{Recording: "talk"}},
	} {
		got, err := tt.a.corrected(on, old)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", tt.name, err, diff)
		}
	}
	if _, err := (&alignCmd{Offset: offset{true, -100}}).corrected(on, old); err == nil {
		t.Error("an offset of the whole recording is no error")
	}
	if _, err := (&alignCmd{Set: []string{"bees-pptx:1=3", "bees-pptx:4=3"}}).corrected(on, old); err == nil {
		t.Error("two slides at one time are no error")
	}
	if err := (&alignCmd{Off: true, Set: []string{"bees-pptx:1=3"}}).Run(t.Context(), nil); !errors.Is(err, wire.ErrUsage) {
		t.Errorf("--off with --set: %v", err)
	}
	for text, want := range map[string]float64{"-3s": -3, "+1.5": 1.5, "-0:30": -30} {
		if got, err := parseOffset(text); err != nil || got != want {
			t.Errorf("an offset of %s is %g, %v", text, got, err)
		}
	}
}

func TestRecordingNamed(t *testing.T) {
	t.Parallel()
	m := publishedDecks().meeting
	if r, err := recordingNamed(m, ""); err != nil || r.ID != "talk" {
		t.Errorf("the only one: %s, %v", r.ID, err)
	}
	m.Recordings = append(m.Recordings, manifest.Recording{ID: "hall", Kind: manifest.Video}, manifest.Recording{ID: "radio", Kind: manifest.Audio})
	if _, err := recordingNamed(m, ""); err == nil || !strings.Contains(err.Error(), "--recording: talk, hall, radio") {
		t.Errorf("one of several: %v", err)
	}
	if r, err := recordingNamed(m, "Talk.mp4"); err != nil || r.ID != "talk" {
		t.Errorf("by its file: %s, %v", r.ID, err)
	}
	if _, err := recordingNamed(m, "attic"); err == nil {
		t.Error("an unknown one is no error")
	}
	if _, err := recordingNamed(manifest.Manifest{ID: "m"}, ""); err == nil {
		t.Error("none is no error")
	}
}
