package manifest_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// A recording without an ID is not the place of a presentation that names none
// that there is.
func TestIntervalOfNoRecording(t *testing.T) {
	t.Parallel()
	start := 5.0
	p := manifest.Presentation{Start: &start, Title: "One", Recording: "c"}
	m := manifest.Manifest{Recordings: []manifest.Recording{{Duration: 100}}, Presentations: []manifest.Presentation{p}}
	if got := m.Sections(m.Recordings[0]); len(got) > 0 {
		t.Errorf("sections = %+v", got)
	}
}

// A chapter that begins where a talk does is that talk, unless it has a name of
// its own; a talk is one chapter, and a chapter one talk.
func TestSectionsOfChaptersAndTalks(t *testing.T) {
	t.Parallel()
	at := func(s float64) *float64 { return &s }
	talk := func(id, title string, start float64) manifest.Presentation {
		return manifest.Presentation{ID: id, Title: title, Start: at(start)}
	}
	chapter := func(start, end float64, title string) manifest.Chapter {
		return manifest.Chapter{Start: start, End: end, Title: title}
	}
	moment := func(start, end float64, title, id string) manifest.Section {
		return manifest.Section{Start: start, End: end, Title: title, Presentation: id}
	}
	tests := map[string]struct {
		chapters []manifest.Chapter
		talks    []manifest.Presentation
		want     []manifest.Section
	}{
		"the first chapter":        {[]manifest.Chapter{chapter(0, 9, "")}, []manifest.Presentation{talk("p", "One", 0)}, []manifest.Section{moment(0, 9, "One", "p")}},
		"a chapter of its title":   {[]manifest.Chapter{chapter(0, 9, "One")}, []manifest.Presentation{talk("p", " One", 0)}, []manifest.Section{moment(0, 9, "One", "p")}},
		"a chapter of another one": {[]manifest.Chapter{chapter(0, 9, "Intro")}, []manifest.Presentation{talk("p", "One", 0)}, []manifest.Section{moment(0, 9, "Intro", "")}},
		"a talk that is not timed": {[]manifest.Chapter{chapter(0, 9, "")}, []manifest.Presentation{{ID: "p", Title: "One"}}, []manifest.Section{moment(0, 9, "Chapter 1", "")}},
		"a chapter later":          {[]manifest.Chapter{chapter(0, 9, ""), chapter(9, 20, "")}, []manifest.Presentation{talk("p", "One", 9)}, []manifest.Section{moment(0, 9, "Chapter 1", ""), moment(9, 20, "One", "p")}},
		"between chapters":         {[]manifest.Chapter{chapter(0, 9, "")}, []manifest.Presentation{talk("p", "One", 4)}, []manifest.Section{moment(0, 9, "Chapter 1", "")}},
		"two talks at once": {
			[]manifest.Chapter{chapter(0, 9, ""), chapter(9, 20, "Two")},
			[]manifest.Presentation{talk("p", "One", 0), talk("q", "One", 0)},
			[]manifest.Section{moment(0, 9, "One", "p"), moment(9, 20, "Two", "")},
		},
		"before the beginning":       {[]manifest.Chapter{chapter(-3, 9, "Early"), chapter(9, 20, "Two")}, nil, []manifest.Section{moment(9, 20, "Two", "")}},
		"a millisecond":              {[]manifest.Chapter{chapter(0, 0.001, "Short"), chapter(0.001, 0.0015, "Shorter")}, nil, []manifest.Section{moment(0, 0.001, "Short", "")}},
		"in the order of time":       {[]manifest.Chapter{chapter(9, 20, "Two"), chapter(0, 9, "One")}, nil, []manifest.Section{moment(0, 9, "One", ""), moment(9, 20, "Two", "")}},
		"talks without titles count": {nil, []manifest.Presentation{talk("p", "One", 0), talk("q", " ", 5)}, []manifest.Section{moment(0, 5, "One", "p"), moment(5, 60, "Chapter 2", "q")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := manifest.Manifest{Recordings: []manifest.Recording{{ID: "a", Duration: 60, Chapters: tt.chapters}}, Presentations: tt.talks}
			if diff := cmp.Diff(tt.want, m.Sections(m.Recordings[0]), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("moments (-want +got):\n%s", diff)
			}
		})
	}
}

// Chapters for podcasts lead to the page of the meeting, and name the recording
// unless it is the first.
func TestChaptersLeadToTheirRecording(t *testing.T) {
	t.Parallel()
	start := 30.5
	m := manifest.Manifest{
		ID: "m", Visibility: meeting.Public,
		Recordings:    []manifest.Recording{{ID: "a", Duration: 60, Chapters: []manifest.Chapter{{End: 9, Title: "A"}}}, {ID: "b", Duration: 60}},
		Presentations: []manifest.Presentation{{ID: "p", Title: "P", Recording: "b", Start: &start}},
	}
	const page = "https://media.example.org/archive/meetings/m/index.html"
	for i, want := range []string{page + "?t=0", page + "?p=p&r=b&t=30.5"} {
		var out bytes.Buffer
		if err := manifest.WriteChaptersJSON(&out, m, m.Recordings[i], theSite()); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Chapters []struct {
				URL     string `json:"url"`
				Picture string `json:"img"`
			} `json:"chapters"`
		}
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Chapters) != 1 || doc.Chapters[0].URL != want || doc.Chapters[0].Picture != "" {
			t.Errorf("chapters of recording %d: %+v, want one at %s", i+1, doc.Chapters, want)
		}
	}
}
