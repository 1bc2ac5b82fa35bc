package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

const schedule = `<?xml version="1.0"?><schedule><day date="2026-03-14">
<room name="Aula"><event><date>2026-03-14T11:00:00+01:00</date><title>Clear water</title><persons><person>Ann Lee</person></persons></event>
<event><date>2026-03-14T10:30:00+01:00</date><title>Opening</title></event></room>
<room name="Cellar"><event><start>10:00</start><title>Nets</title></event></room></day>
<day date="2026-03-15"><room name="Aula"><event><start>09:00</start><title>Second day</title></event></room></day></schedule>`

func TestSchedules(t *testing.T) {
	t.Parallel()
	second := strings.ReplaceAll(schedule, "Clear water", "Muddy water")
	start := 60.0
	first := []meeting.Presentation{
		{ID: "opening", Title: "Opening", Planned: "2026-03-14T10:30:00+01:00"},
		{ID: "clear-water", Title: "Clear water", Speakers: []string{"Ann Lee"}, Deck: "lee", Planned: "2026-03-14T11:00:00+01:00"},
	}
	tests := []struct {
		name, folder string
		files        map[string]string
		sheet        string
		want         []meeting.Presentation
		notes        []string
	}{
		{"the folder names day and room", "2026-03-14 Spring Aula", map[string]string{"schedule.xml": schedule}, "", first, []string{
			"schedule.xml: 2 presentations, 1 with a deck; presentations in meeting.yaml replace them", "other.odp is a deck whose name fits no presentation, or several, in schedule.xml",
			"schedule.xml is a schedule, and was left out",
		}},
		{"meeting.yaml names the room", "2026-03-14 Spring", map[string]string{"spring-schedule.xml": schedule}, "room: aula\n", first, []string{"spring-schedule.xml: 2 presentations"}},
		{"presentations in meeting.yaml win", "2026-03-14 Aula", map[string]string{"schedule.xml": schedule}, "presentations: [{title: A, deck: lee.odp, start: 60, planned: '10:30'}]\n", []meeting.Presentation{
			{ID: "lee", Title: "A", Deck: "lee", Start: &start, Planned: "2026-03-14T10:30:00"},
		}, []string{"schedule.xml was not used: meeting.yaml names the presentations"}},
		{"a planned time without a date", "Spring", nil, "presentations: [{title: A, planned: '10:30'}, {title: B, planned: '2026-03-14T10:30:00Z'}]\n", []meeting.Presentation{
			{ID: "a", Title: "A"}, {ID: "b", Title: "B", Planned: "2026-03-14T10:30:00Z"},
		}, []string{"the planned time 10:30:00 has no date: write date: in meeting.yaml"}},
		{"the first usable one of two", "2026-03-14 Aula", map[string]string{"a-schedule.xml": "<rss/>", "schedule.xml": schedule, "schedule-2.xml": second}, "", nil, []string{
			"a-schedule.xml is no agenda that is known here", "schedule.xml was not used: the presentations are those of schedule-2.xml",
		}},
		{"an unclear room", "2026-03-14 Spring", map[string]string{"schedule.xml": schedule}, "", nil, []string{
			"schedule.xml lists several rooms on 2026-03-14 (Aula and Cellar), and nothing says which one this is: write room: in meeting.yaml; no presentations were taken from it",
		}},
		{"JSON of something else", "2026-03-14 Aula", map[string]string{"schedule.json": `{"a": 1}`}, "", nil, []string{"schedule.json is no agenda that is known here"}},
		{"below the folder", "2026-03-14 Aula", map[string]string{"old/schedule.xml": schedule}, "", nil, nil},
		{"ignored", "2026-03-14 Aula", map[string]string{"schedule.xml": schedule}, "ignore: [schedule.xml]\n", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := listed("day.mp4", "lee.odp", "other.odp")
			for name, content := range tt.files {
				files = append(files, intake.Listed{Name: name, Content: content})
			}
			in := decide(t, tt.folder, tt.sheet, files)
			want := tt.want
			if tt.name == "the first usable one of two" {
				want = slices.Clone(first)
				want[1].ID, want[1].Title = "muddy-water", "Muddy water"
			}
			if diff := cmp.Diff(want, in.Meeting.Presentations); diff != "" {
				t.Errorf("presentations (-want +got):\n%s", diff)
			}
			for _, note := range tt.notes {
				if !slices.ContainsFunc(in.Notes, func(n string) bool { return strings.HasPrefix(n, note) }) {
					t.Errorf("no note begins %q:\n%s", note, strings.Join(in.Notes, "\n"))
				}
			}
		})
	}
}

// A schedule of a gigabyte is not read, and stops nothing.
func TestAScheduleOfAGigabyteIsNotRead(t *testing.T) {
	t.Parallel()
	in := decide(t, "2026-03-14 Aula", "", append(listed("a.mp4"), intake.Listed{Name: "schedule.xml", Content: schedule, Size: 1 << 30}))
	if want := "schedule.xml is larger than 8 MB, and was not used"; !slices.Contains(in.Notes, want) {
		t.Errorf("%q is not in the notes %q", want, in.Notes)
	}
	if len(in.Meeting.Presentations) > 0 || len(in.Meeting.Sources) != 1 {
		t.Errorf("meeting %+v", in.Meeting)
	}
}
