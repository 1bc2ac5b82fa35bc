package fixity

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	tests := []struct {
		name string
		want Expected
		seen Seen
		kind archive.FindingKind // empty for none
		text string              // a part
	}{
		{"as recorded", Expected{Size: 5, SHA256: a}, Seen{Size: 5, SHA256: a}, "", ""},
		{"the right size, not read", Expected{Size: 5, SHA256: a}, Seen{Size: 5}, "", ""},
		{"a size that is not recorded", Expected{Size: -1, SHA256: a}, Seen{Size: 7, SHA256: a}, "", ""},
		{"no checksum is recorded", Expected{Size: -1}, Seen{Size: 7}, "", ""},
		{"an empty file", Expected{SHA256: a}, Seen{SHA256: a}, "", ""},
		{"missing", Expected{Size: 5, SHA256: a}, Seen{Missing: true}, archive.FindingMissing, "is missing"},
		{"another size", Expected{Size: 5, SHA256: a}, Seen{Size: 4}, archive.FindingChanged, "4 bytes instead of 5"},
		{"other bytes", Expected{Size: 5, SHA256: a}, Seen{Size: 5, SHA256: b}, archive.FindingChanged, "SHA-256 is " + b},
		{"unreadable", Expected{Size: 5, SHA256: a}, Seen{Unreadable: "I/O error"}, archive.FindingChanged, "cannot be read: I/O error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.want.Key = "k"
			for _, u := range []Unit{{Of: archive.OfStep, Step: "s"}, {Of: archive.OfOriginal}, {Of: archive.OfPage}} {
				f, ok := u.Compare(tt.want, tt.seen)
				if ok != (tt.kind == "") || f.Kind != tt.kind || !strings.Contains(f.Text, tt.text) {
					t.Errorf("of %s: %+v, %t", u.Of, f, ok)
				}
				if !ok && (f.Key != "k" || f.Of != u.Of || strings.Contains(f.Text, "backup") != (u.Of == archive.OfOriginal)) {
					t.Errorf("of %s: %+v", u.Of, f)
				}
			}
		})
	}
}

func TestStrangers(t *testing.T) {
	t.Parallel()
	u := Unit{Of: archive.OfPage, Objects: []Expected{{Key: "b"}, {Key: "c"}}}
	var got []string
	for _, f := range u.Strangers(map[string]int64{"d": 1, "b": 1, "a": 0}) {
		if f.Kind != archive.FindingUnknown {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Key)
	}
	if diff := cmp.Diff([]string{"a", "d"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestStepUnit covers where the result of a step can be.
func TestStepUnit(t *testing.T) {
	t.Parallel()
	r := &steps.Result{Step: plan.Step{Space: layout.Public}, Run: "r", Objects: []meeting.Object{{Name: "a.mp4", Size: 3, SHA256: "x"}}}
	none := &steps.Result{}
	tests := []struct {
		name              string
		must              bool
		result, withdrawn *steps.Result
		key, folder       string // empty for none
		lost              int
	}{
		{"a result", true, r, nil, "public/derived/s/r/a.mp4", "public/derived/s/", 0},
		{"a withdrawn result", false, nil, r, "archive/withdrawn/derived/s/r/a.mp4", "archive/withdrawn/derived/s/", 0},
		{"both: the stored one counts", true, r, r, "public/derived/s/r/a.mp4", "public/derived/s/", 0},
		{"a result without files", true, none, nil, "", "", 0},
		{"a lost result", true, nil, nil, "", "", 1},
		{"a stale step whose result was deleted", false, nil, nil, "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			u := StepUnit(StepRef{"s", tt.must}, tt.result, tt.withdrawn)
			var keys, folders []string
			for _, o := range u.Objects {
				keys = append(keys, o.Key)
			}
			folders = append(folders, u.Folders...)
			if strings.Join(keys, " ") != tt.key || strings.Join(folders, " ") != tt.folder || len(u.Lost) != tt.lost {
				t.Errorf("unit %+v", u)
			}
		})
	}
}

// TestSteps: which results must be there.
func TestSteps(t *testing.T) {
	t.Parallel()
	state := func(s manifest.State) archive.State {
		return archive.State{
			State: s, Revision: 2, Stale: []archive.StaleStep{{Key: "old"}},
			Sources: []archive.SourceState{{Steps: []archive.StepState{{Key: "done", Status: archive.StatusDone}, {Key: "failed", Status: archive.StatusRefused}}}},
		}
	}
	tests := []struct {
		name string
		m    meeting.Meeting
		s    archive.State
		must bool
	}{
		{"a published meeting", meeting.Meeting{Revision: 2}, state(manifest.Published), true},
		{"a meeting that is processed again", meeting.Meeting{Revision: 2}, state(manifest.Processing), false},
		{"a newer revision", meeting.Meeting{Revision: 3}, state(manifest.Published), false},
		{"a withdrawn meeting", meeting.Meeting{Revision: 2, Withdrawn: true}, state(archive.Withdrawn), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := []StepRef{{"done", tt.must}, {"failed", false}, {"old", false}}
			if diff := cmp.Diff(want, Steps(tt.m, tt.s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOriginals(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{Sources: []meeting.Source{{Name: "a", SHA256: "1", Size: 5}, {Name: "copy of a", SHA256: "1", Size: 5}, {Name: "refused"}}}
	s := archive.State{Sources: []archive.SourceState{{Name: "b", SHA256: "2"}, {Name: "a", SHA256: "1"}}, Stale: []archive.StaleStep{{Input: "3"}, {Input: "1"}, {Input: "3"}}}
	var got []Expected
	for _, u := range Originals(m, s) {
		got = append(got, u.Objects...)
	}
	want := []Expected{{layout.Source("1"), 5, "1", "a"}, {layout.Source("2"), -1, "2", "b"}, {layout.Source("3"), -1, "3", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestPages: a page and its copy belong to the meeting, a script to all meetings, and a file
// of a step to the step.
func TestPages(t *testing.T) {
	t.Parallel()
	m := meeting.Meeting{ID: "board", Visibility: meeting.Private}
	man := manifest.Manifest{
		Decks: []manifest.Deck{{PDF: manifest.File{URL: "../../derived/known/r/deck.pdf", SHA256: "1"}, Data: manifest.File{URL: "../../derived/lost/r/a.json", SHA256: "2"}}},
		Pages: map[string]manifest.File{
			"index.html": {URL: "index.html", Versioned: "index.00.html", SHA256: "3", Size: 3},
			"style.css":  {URL: "../../assets/style.css", SHA256: "4"},
		},
	}
	got := map[string][]string{}
	for _, u := range Pages(m, &man, map[string]bool{"archive/published/derived/known/r/deck.pdf": true}) {
		for _, o := range u.Objects {
			got[u.Step+"|"+strings.Fields(u.Name)[0]] = append(got[u.Step+"|"+strings.Fields(u.Name)[0]], o.Key)
		}
	}
	want := map[string][]string{
		"|pages":    {"archive/published/meetings/board/manifest.json", "archive/published/meetings/board/index.html", "archive/published/meetings/board/index.00.html"},
		"|file":     {"archive/published/assets/style.css"},
		"lost|file": {"archive/published/derived/lost/r/a.json"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if units := Pages(m, nil, nil); len(units) != 1 || len(units[0].Objects) > 0 || len(units[0].Folders) != 2 {
		t.Errorf("without a manifest: %+v", units)
	}
}

func TestOrderAndDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	ago := func(days int) time.Time { return now.Add(-time.Duration(days) * day) }
	tests := []struct {
		name        string
		every, tick time.Duration
		last        map[string]time.Time
		want        []string
	}{
		{"none", 30 * day, time.Hour, nil, nil},
		{"all are recent", 30 * day, time.Hour, map[string]time.Time{"a": ago(1), "b": ago(29)}, nil},
		{"one at a time, the oldest first", 30 * day, time.Hour, map[string]time.Time{"a": ago(31), "b": ago(40), "c": ago(30)}, []string{"b"}},
		{"never verified comes first", 30 * day, time.Hour, map[string]time.Time{"a": ago(31), "b": {}}, []string{"b"}},
		{"a long tick takes several", 30 * day, 15 * day, map[string]time.Time{"a": {}, "b": ago(50), "c": ago(40), "d": ago(1)}, []string{"a", "b", "c"}},
		{"twice the share of a tick", 10 * day, day, map[string]time.Time{"a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "g": {}, "h": {}, "i": {}, "j": {}}, []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := due(now, tt.every, tt.tick, tt.last)
			if len(got) != len(tt.want) || strings.Join(got, " ") != strings.Join(tt.want, " ") {
				t.Errorf("due %q, want %q", got, tt.want)
			}
		})
	}
}

// TestDueVerifiesAllInAPeriod simulates a year: the work is spread, and no meeting waits much
// longer than the period.
func TestDueVerifiesAllInAPeriod(t *testing.T) {
	t.Parallel()
	const every, tick, meetings = 30 * 24 * time.Hour, time.Hour, 1000
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	last := map[string]time.Time{}
	for i := range meetings {
		last[strings.Repeat("m", 1+i%7)+string(rune('a'+i%26))+strings.Repeat("x", i)] = time.Time{}
	}
	start, most := now, 0
	for ; now.Sub(start) < 365*24*time.Hour; now = now.Add(tick) {
		ids := due(now, every, tick, last)
		most = max(most, len(ids))
		for _, id := range ids {
			last[id] = now
		}
		for id, at := range last {
			if now.Sub(start) > every && now.Sub(at) > every+every/10 {
				t.Fatalf("%s after %s: %s was verified %s ago", now.Sub(start), every, id, now.Sub(at))
			}
		}
	}
	if most > 3 {
		t.Errorf("%d meetings in one tick", most)
	}
}

func TestSampleIsRandomAndRepeatable(t *testing.T) {
	t.Parallel()
	for _, percent := range []float64{1, 5, 50, 100} {
		picked, same := 0, 0
		for i := range 20_000 {
			key := strings.Repeat("k", i%50) + string(rune('0'+i%10)) + time.Duration(i).String()
			one := Selects(&archive.Sample{Percent: percent, Seed: 1}, key)
			if one != Selects(&archive.Sample{Percent: percent, Seed: 1}, key) {
				t.Fatalf("%s is selected only once", key)
			}
			if one {
				picked++
				if Selects(&archive.Sample{Percent: percent, Seed: 2}, key) {
					same++
				}
			}
		}
		got, both := float64(picked)/200, float64(same)/float64(picked)*100
		if got < percent*0.8 || got > percent*1.2 || percent < 100 && (both > 3*percent) {
			t.Errorf("%g %%: %g %% were selected, and %g %% of these also with another seed", percent, got, both)
		}
	}
	if !Selects(nil, "any") {
		t.Error("no sample must select all")
	}
}
