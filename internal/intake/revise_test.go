package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// describedWhole holds the law that the description of a record changes nothing of it. [decide] holds
// it for every folder of the tests.
func describedWhole(t rapid.TB, m meeting.Meeting) {
	t.Helper()
	text := intake.Describe(m)
	got, err := intake.Revise(m, "meeting.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(stored(t, m), stored(t, got)); diff != "" {
		t.Errorf("its own description changes the record (-was +is):\n%s\n%s", diff, text)
	}
}

// stored is a record as it is stored.
func stored(t rapid.TB, m meeting.Meeting) string {
	t.Helper()
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// described is a record with everything that a description can say.
func described() meeting.Meeting {
	at := func(s float64) *float64 { return &s }
	no := false
	return meeting.Meeting{
		Schema: 1, ID: "spring", Revision: 3, Title: "Spring meeting", Date: "2026-03-12", Description: "One.\n\nTwo: #3", Language: "en",
		Visibility: meeting.Unlisted, Profile: "camera", Poster: at(75.25), Trim: meeting.Trim{Start: meeting.TrimPoint{Auto: true}, End: meeting.TrimPoint{At: at(3600)}},
		Rights: meeting.Rights{License: "CC-BY-4.0", Holder: "The society", Downloads: &no}, Publish: []meeting.Disclosure{meeting.DiscloseNotes},
		People: []meeting.Person{{Name: "Ada", Role: "chair", Affiliation: "Society"}, {Name: "yes"}},
		Presentations: []meeting.Presentation{
			{ID: "bees", Title: "Bees", Speakers: []string{"Ada"}, Deck: "bees-pptx", Start: at(12.5), End: at(300), Planned: "2026-03-12T10:30:00"},
			{ID: "honey", Title: "Honey", Speakers: []string{"Ada", "Bo"}, Recording: "hall-mp4"},
		},
		Chapters: []meeting.Chapter{{Start: 0, Title: "Welcome"}, {Start: 61.5, Title: "1:00", Recording: "hall-mp4"}},
		Sources: []meeting.Source{
			{ID: "hall-mp4", Name: "hall.mp4", Role: meeting.Recording, View: meeting.Screen, Trim: &meeting.Trim{}},
			{ID: "hall2-mp4", Name: "hall2.mp4", Role: meeting.Recording, PartOf: "hall-mp4"},
			{ID: "bees-pptx", Name: "talks/bees.pptx", Role: meeting.Deck, Publish: []meeting.Disclosure{}, SealedPassword: "x"},
			{ID: "honey-pdf", Name: "honey.pdf"},
			{ID: "paper-txt", Name: "paper.txt", Title: "A paper", Role: meeting.Document},
			{ID: "hall-vtt", Name: "hall.vtt", Title: "hall", Role: meeting.Captions, Language: "de", Recording: "hall-mp4", Reviewed: true},
		},
		Refused:  []meeting.Refusal{{Name: "x.exe", Reason: "is a program"}},
		Metadata: []meeting.Field{{Name: "Shelf", Value: "12"}}, Batch: "batch tapes", NoFoundSlides: true,
		Alignments: []meeting.Alignment{{Recording: "hall-mp4", Offset: 2}},
	}
}

func TestDescriptionsAreWhole(t *testing.T) {
	t.Parallel()
	describedWhole(t, described())
	describedWhole(t, meeting.Meeting{ID: "x", Title: "x", Visibility: meeting.Public, Sources: []meeting.Source{}})
}

// TestDescriptionsOfAnyText holds the law for texts that YAML has a meaning for.
func TestDescriptionsOfAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.OneOf(rapid.StringMatching(`[-:#\[\]{}&*!|>'"%@,? a~0-9yn\\]{1,8}`), rapid.SampledFrom([]string{
			"null", "true", "1:02", "0x1f", "- a", "a: b", "# c", "ünï", "\u202e", "!!str x", "<<", "=", "...", "---", "1e3", "\u0007", "\ufeffx", "a\u2028b",
		}))
		word := line.Filter(func(s string) bool {
			return strings.TrimSpace(s) == s && strings.Join(strings.Fields(s), " ") == s && s != ""
		})
		m := described()
		m.Title, m.People[0].Name, m.Presentations[0].Title = word.Draw(t, "title"), word.Draw(t, "name"), word.Draw(t, "talk")
		m.Presentations[1].Speakers[1] = word.Draw(t, "speaker")
		m.Chapters[1].Title, m.Rights.Holder = word.Draw(t, "chapter"), word.Draw(t, "holder")
		m.Description = strings.TrimSpace(strings.Join(rapid.SliceOfN(line, 0, 4).Draw(t, "lines"), "\n"))
		m.Chapters[1].Start = float64(rapid.IntRange(1, 1e9).Draw(t, "µs")) / 1e6
		describedWhole(t, m)
	})
}

func TestRevise(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		changes []string
		want    func(*meeting.Meeting)
	}{
		{"a title", []string{"title=Spring: a meeting"}, func(m *meeting.Meeting) { m.Title = "Spring: a meeting" }},
		{"two values", []string{"visibility=private", "rights.license=CC0-1.0"}, func(m *meeting.Meeting) { m.Visibility, m.Rights.License = meeting.Private, "CC0-1.0" }},
		{"what is removed", []string{"date=", "poster=", "trim=", "people=", "chapters=", "publish=", "rights.downloads="}, func(m *meeting.Meeting) {
			m.Date, m.Poster, m.Trim, m.People, m.Chapters, m.Publish, m.Rights.Downloads = "", nil, meeting.Trim{}, nil, nil, []meeting.Disclosure{}, nil
		}},
		{"a presentation", []string{"presentations.2.start=0:10:00", "presentations.2.title=Wax", "presentations.1.end=", "presentations.2.deck=honey.pdf"}, func(m *meeting.Meeting) {
			start := 600.0
			m.Presentations[1].Start, m.Presentations[1].Title, m.Presentations[1].Deck, m.Presentations[0].End = &start, "Wax", "honey-pdf", nil
			m.Sources[3].Role = meeting.Deck
		}},
		{"one more and one less", []string{"people.3.name=Cy", "presentations.2="}, func(m *meeting.Meeting) {
			m.People, m.Presentations = append(m.People, meeting.Person{Name: "Cy"}), m.Presentations[:1]
		}},
		{"captions and a document", []string{"captions.1.reviewed=false", "captions.1.language=fr", "documents.1.title=The paper"}, func(m *meeting.Meeting) {
			m.Sources[5].Reviewed, m.Sources[5].Language, m.Sources[4].Title = false, "fr", "The paper"
		}},
		{"a presentation with a list of its own", []string{"presentations.1="}, func(m *meeting.Meeting) {
			m.Presentations, m.Sources[2].Publish = m.Presentations[1:], nil
		}},
		{"captions without a language", []string{"captions.1.language="}, func(m *meeting.Meeting) { m.Sources[5].Language = "" }},
		{"a recording", []string{"recordings.1.shows=speaker", "recordings.1.trim="}, func(m *meeting.Meeting) {
			m.Sources[0].View, m.Sources[0].Trim = meeting.Speaker, nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, want := described(), described()
			text, err := intake.SetValues(m, tt.changes)
			if err != nil {
				t.Fatal(err)
			}
			got, err := intake.Revise(m, "", text)
			if err != nil {
				t.Fatal(err)
			}
			tt.want(&want)
			if diff := cmp.Diff(stored(t, want), stored(t, got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(described(), m); diff != "" {
				t.Errorf("the record itself was changed:\n%s", diff)
			}
		})
	}
}

func TestReviseRefuses(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]string{
		"titel=x":                       `--set titel=x: there is no key "titel"; did you mean "title"? valid keys: title, date`,
		"title":                         "--set title: write KEY=VALUE, such as title=Spring meeting",
		"title=":                        "the title is missing",
		"id=summer":                     "the ID cannot be changed: links to the meeting would break",
		"profile=audio":                 "the profile cannot be changed here, since all recordings would be encoded again: submit the files again with --profile",
		"date=12.3.2026":                `"12.3.2026" is not a valid date: write it as 2023-06-30`,
		"presentations.9.title=x":       `--set presentations.9.title=x: "9" is not one of the 2 items, which count from 1; 3 adds one`,
		"presentations.1=x":             "--set presentations.1=x: name one of its keys: id, title",
		"presentations.1.deck=be.pdf":   `the deck "be.pdf" is not in the folder`,
		"presentations.1.start=soon":    `--set presentations.1.start=soon: "soon" is not a valid time: write seconds, mm:ss or h:mm:ss`,
		"presentations.1.deck=hall.mp4": "hall.mp4 is a recording by its content (mp4), not a deck",
		"presentations.1.password=x":    "a password cannot be changed here: submit the files again, with it in meeting.yaml",
		"recordings.1.views.1.file=x":   "views cannot be changed here",
		"people.1.name=":                "people 1 has no name",
		"rights.downloads=maybe":        `--set rights.downloads=maybe: "maybe" is neither true nor false`,
		"title.x=y":                     "--set title.x=y: there is nothing below x",
	} {
		m := described()
		text, err := intake.SetValues(m, []string{change})
		if err == nil {
			_, err = intake.Revise(m, "", text)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", change, err, want)
		}
	}
	_, err := intake.Revise(described(), "/tmp/meeting.yaml", []byte("title: x\ncolour: red\n"))
	if err == nil || !strings.HasPrefix(err.Error(), `/tmp/meeting.yaml:2: unknown key "colour"`) {
		t.Errorf("%v, want the line", err)
	}
}
