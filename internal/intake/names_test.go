package intake_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/intake"
)

func TestParseName(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, title, date string }{
		{"2023-06-06_annual_meeting", "Annual meeting", "2023-06-06"},
		{"2023-06-06 Name of it", "Name of it", "2023-06-06"},
		{"2023-06-06-annual-meeting", "Annual meeting", "2023-06-06"},
		{"20230606-name", "Name", "2023-06-06"},
		{"2023_06_06 - Kick-off", "Kick-off", "2023-06-06"},
		{"Name of it 2023-06-06", "Name of it", "2023-06-06"},
		{"Name of it (2023-06-06)", "Name of it", "2023-06-06"},
		{"name_20230606", "Name", "2023-06-06"},
		{"06.06.2023 Projekttreffen", "Projekttreffen", "2023-06-06"},
		{"Projekttreffen 6.6.2023", "Projekttreffen", "2023-06-06"},
		{"2023-06-06", "", "2023-06-06"},
		{"2023-06-06 08-15-00", "", "2023-06-06"},
		{"2023-06-06 1200 people came", "1200 people came", "2023-06-06"},
		{"2023-06-31 no such day", "2023-06-31 no such day", ""},
		{"Minutes 2023-06-06 rev B", "Minutes 2023-06-06 rev B", "2023-06-06"},
		{"GMT20230606-081500_Recording_1920x1080", "", "2023-06-06"},
		{"GMT20230606-081500_Recording_gallery_1280x720", "", "2023-06-06"},
		{"2023-06-06 08.15.00 The Chair's Zoom Meeting 91234567890", "The Chair's Zoom Meeting", "2023-06-06"},
		{"zoom_0", "", ""},
		{"video1234567890", "", ""},
		{"Cluster Review-20230606_081500-Meeting Recording", "Cluster Review", "2023-06-06"},
		{"Cluster Review-20230606_081500-Besprechungsaufzeichnung", "Cluster Review", "2023-06-06"},
		{"Cluster Review - 2023_06_06 08_15 CEST - Recording", "Cluster Review", "2023-06-06"},
		{"Cluster Review (2023-06-06 at 08_15 GMT+2)", "Cluster Review", "2023-06-06"},
		{"MVI_1234", "", ""},
		{"00001", "", ""},
		{"01_Harbour_project", "Harbour project", ""},
		{"1. Harbour", "Harbour", ""},
		{"2_Lantern", "Lantern", ""},
		{"3 ways to win", "3 ways to win", ""},
		{"3-D printing", "3-D printing", ""},
		{"JAHRESTREFFEN DER PROJEKTE", "Jahrestreffen Der Projekte", ""},
		{"NATO", "NATO", ""},
		{"iPhone photos", "iPhone photos", ""},
		{"My%20Talk", "My Talk", ""},
		{"U\u0308bersicht", "Übersicht", ""},
		{"Встреча_проектов", "Встреча проектов", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			title, date := intake.ParseName(tt.name)
			if title != tt.title || date != tt.date {
				t.Errorf("ParseName(%q) = %q, %q, want %q, %q", tt.name, title, date, tt.title, tt.date)
			}
		})
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"talk.mp4": "talk", "a/b/talk.pptx": "talk", "v1.2": "v1.2", "talk v1.2.pptx": "talk v1.2",
		"film.3gp": "film", "Mr. Smith": "Mr. Smith", ".hidden": ".hidden", "x.tar.gz": "x.tar", "06.06.2023": "06.06.2023",
	} {
		if got := intake.Stem(name); got != want {
			t.Errorf("Stem(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestMeetingID(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, title, want string }{
		{"2023-06-06", "Annual Meeting", "2023-06-06-annual-meeting"},
		{"", "Annual Meeting", "annual-meeting"},
		{"", "Große Übersicht: Straße & Łódź, Ærø, Đakovo", "grosse-ubersicht-strasse-lodz-aero-dakovo"},
		{"", "Lantern’s   talk!", "lanterns-talk"},
		{"", "STRASSE ẞ", "strasse-ss"},
		{"2023-06-06", "Встреча", "2023-06-06-m-f94b1e4d"},
		{"", "AI", "m-11fb682b"},
		{"2026-03-12", "re", "2026-03-12-re"},
		{"2026-03-12", "Q1", "2026-03-12-q1"},
		{"2026-03-12", "Встреча B", "2026-03-12-m-5babb340"},
		{"", strings.Repeat("word ", 20), "word-word-word-word-word-word-word-word-word-word-word-word-word"},
		{"", strings.Repeat("x", 80), strings.Repeat("x", 64)},
	}
	for _, tt := range tests {
		t.Run(tt.title, func(t *testing.T) {
			t.Parallel()
			if got := intake.MeetingID(tt.date, tt.title); got != tt.want {
				t.Errorf("MeetingID(%q, %q) = %q, want %q", tt.date, tt.title, got, tt.want)
			}
		})
	}
}

func TestIDsKeepTheirPattern(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		date := rapid.SampledFrom([]string{"", "2023-06-06"}).Draw(t, "date")
		for _, id := range []string{intake.MeetingID(date, text), intake.SourceID(text)} {
			if !pattern.MatchString(id) || !intake.ValidID(id) || strings.Contains(id, "--") || strings.HasSuffix(id, "-") {
				t.Fatalf("%q makes the ID %q", text, id)
			}
		}
		if s := intake.Slug(text, 40); intake.Slug(s, 40) != s {
			t.Fatalf("the slug of the slug %q is %q", s, intake.Slug(s, 40))
		}
	})
}

func TestUniqueIDsAreUnique(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.StringMatching(`[ab](-2|-3|a{6,8})?`), 0, 30).Draw(t, "ids")
		made := intake.Unique(ids, 8)
		sorted := slices.Sorted(slices.Values(made))
		if len(slices.Compact(sorted)) != len(ids) {
			t.Fatalf("%q of %q are not unique", made, ids)
		}
		for i, id := range made {
			if limit := max(8, len(ids[i])); len(id) > limit {
				t.Fatalf("%q is longer than %d", id, limit)
			}
		}
	})
	got := intake.Unique([]string{"talk", "talk", "talk-2", "talk"}, 40)
	if want := []string{"talk", "talk-2", "talk-2-2", "talk-3"}; !slices.Equal(got, want) {
		t.Errorf("Unique = %q, want %q", got, want)
	}
}

func TestNaturalOrder(t *testing.T) {
	t.Parallel()
	want := []string{"1.pptx", "02.pptx", "2.pptx", "10.pptx", "a 9 b 10", "A 10 b 2", "b.mp4", "B.mp4x", "a/1.pdf", "a/10.pdf", "a/b/1.pdf"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, intake.Natural)
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
	name := rapid.StringMatching(`[aA10/.]{1,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		ab, bc, ac := intake.Natural(a, b), intake.Natural(b, c), intake.Natural(a, c)
		if ab != -intake.Natural(b, a) || (ab == 0) != (a == b) {
			t.Fatalf("%q and %q: %d, and the other way %d", a, b, ab, intake.Natural(b, a))
		}
		if ab < 0 && bc < 0 && ac >= 0 {
			t.Fatalf("%q < %q < %q, but not the first < the last", a, b, c)
		}
	})
}

func TestMoment(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"0": 0, "75": 75, "75.5": 75.5, "1:15": 75, "01:15": 75, "90:00": 5400, "1:02:03": 3723, "1:02:03.25": 3723.25, "0:00:00.1": 0.1,
	} {
		if got, err := intake.Parse(text); err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-1", "1:60", "1:5", "1:2:03", "1:60:00", "1:00:60", "noon", ".inf", "1e3", "1:2:3:4", "1,5", " 1"} {
		if got, err := intake.Parse(text); err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
}
