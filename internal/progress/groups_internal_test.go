package progress

import (
	"fmt"
	"slices"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// recordingItem returns a probed recording of the given duration, with or without video
// and sound.
func recordingItem(id string, seconds float64, picture, sound bool, belongs func(*meeting.Source)) Item {
	m := talk()
	m.Duration, m.Video.Last, m.Video.End, m.Audio[0].End = seconds, seconds-0.04, seconds, seconds
	if !picture {
		m.Video = nil
	}
	if !sound {
		m.Audio = nil
	}
	it := Item{Source: meeting.Source{ID: id, Name: id + ".mp4", SHA256: fmt.Sprintf("%064x", id)}, Probe: &meeting.Probe{Role: meeting.Recording, Media: &m}}
	if belongs != nil {
		belongs(&it.Source)
	}
	return it
}

func partOf(id string) func(*meeting.Source) { return func(s *meeting.Source) { s.PartOf = id } }

func viewOf(id string) func(*meeting.Source) { return func(s *meeting.Source) { s.ViewOf = id } }

func twinOf(id string) func(*meeting.Source) { return func(s *meeting.Source) { s.TwinOf = id } }

func lost(it Item) Item {
	it.Probe, it.Reason = nil, "is damaged"
	return it
}

func unknown(it Item) Item {
	it.Probe = nil
	return it
}

func TestGroups(t *testing.T) {
	t.Parallel()
	film := func(id string, belongs func(*meeting.Source)) Item {
		return recordingItem(id, 600, true, true, belongs)
	}
	tests := []struct {
		name   string
		items  []Item
		want   string // groups: head, parts, views and copies
		warned []int
	}{
		{"unrelated files are separate recordings", []Item{film("a", nil), film("b", nil)}, "[{0 [] [] []} {1 [] [] []}]", nil},
		{"parts, a view and a copy", []Item{
			film("a", nil), film("b", partOf("a")), film("c", viewOf("a")), recordingItem("d", 600, false, true, twinOf("a")), film("e", partOf("a")),
		}, "[{0 [1 4] [2] [3]}]", nil},
		{"a view listed before its recording", []Item{film("b", viewOf("a")), film("a", nil)}, "[{1 [] [0] []}]", nil},
		{"the second part replaces an unusable first part", []Item{lost(film("a", nil)), film("b", partOf("a")), film("c", partOf("a"))}, "[{1 [2] [] []}]", []int{1}},
		{"a view replaces an unusable recording", []Item{lost(film("a", nil)), film("b", viewOf("a")), film("c", viewOf("a")), recordingItem("d", 600, false, true, twinOf("a"))}, "[{1 [] [2] [3]}]", []int{1}},
		{"an unusable part is left out", []Item{film("a", nil), lost(film("b", partOf("a"))), film("c", partOf("a"))}, "[{0 [2] [] []}]", []int{0}},
		{"a group waits for its parts", []Item{film("a", nil), unknown(film("b", partOf("a"))), film("c", nil)}, "[{2 [] [] []}]", nil},
		{"a view waits for its recording", []Item{unknown(film("a", nil)), film("b", viewOf("a"))}, "[]", nil},
		{"refuses audio as a part of a video", []Item{film("a", nil), recordingItem("b", 600, false, true, partOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"refuses audio as a view", []Item{film("a", nil), recordingItem("b", 600, false, true, viewOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"refuses a copy of another length", []Item{film("a", nil), recordingItem("b", 500, false, true, twinOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"a copy of all parts together", []Item{film("a", nil), film("b", partOf("a")), recordingItem("c", 1200, false, true, twinOf("a"))}, "[{0 [1] [] [2]}]", nil},
		{"a copy of one part", []Item{film("a", nil), recordingItem("b", 400, true, true, partOf("a")), recordingItem("c", 400, false, true, twinOf("a"))}, "[{0 [1] [] [2]}]", nil},
		{"a copy in another container", []Item{film("a", nil), film("b", twinOf("a"))}, "[{0 [] [] [1]}]", nil},
		{"refuses a video as a copy of audio", []Item{recordingItem("a", 600, false, true, nil), film("b", twinOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"a view with sound leads two without", []Item{recordingItem("a", 600, true, false, nil), recordingItem("b", 600, true, false, viewOf("a")), film("c", viewOf("a"))}, "[{2 [] [1 0] []}]", []int{0}},
		{"no file has sound", []Item{recordingItem("a", 600, true, false, nil), recordingItem("b", 600, true, false, viewOf("a"))}, "[{0 [] [1] []}]", nil},
		{"a view of a part is a view of the recording", []Item{film("a", nil), film("b", partOf("a")), film("c", viewOf("b"))}, "[{0 [1] [2] []}]", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fmt.Sprint(groupItems(tt.items)); got != tt.want {
				t.Errorf("groups are %s, want %s", got, tt.want)
			}
			for i, it := range tt.items {
				if (len(it.remarks) > 0) != slices.Contains(tt.warned, i) {
					t.Errorf("%s has the remarks %q", it.Source.ID, it.remarks)
				}
			}
		})
	}
}

func TestMainRecording(t *testing.T) {
	t.Parallel()
	made := func(at string, it Item) Item { it.Probe.Media.Created = at; return it }
	quiet := func(it Item) Item { it.Source.SHA256 = "quiet"; return it }
	tests := []struct {
		name  string
		items []Item
		main  int
	}{
		{"short video before long audio", []Item{recordingItem("a", 900, false, true, nil), recordingItem("z", 60, true, true, nil)}, 1},
		{"short audible before long silent", []Item{quiet(recordingItem("a", 900, true, true, nil)), recordingItem("b", 60, true, true, nil)}, 1},
		{"short with sound before long without", []Item{recordingItem("a", 900, true, false, nil), recordingItem("b", 60, true, true, nil)}, 1},
		{"long before short", []Item{recordingItem("a", 60, true, true, nil), recordingItem("b", 900, true, true, nil)}, 1},
		{"the first of similar lengths", []Item{recordingItem("b", 600, true, true, nil), recordingItem("a", 602, true, true, nil)}, 0},
		{"the earliest of similar lengths", []Item{made("2026-05-12T11:00:00Z", recordingItem("a", 600, true, true, nil)), made("2026-05-12T10:00:00Z", recordingItem("b", 599, true, true, nil))}, 1},
		{"the first of equal lengths", []Item{recordingItem("b", 60, true, true, nil), recordingItem("a", 60, true, true, nil)}, 0},
		{"no recordings", nil, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settled := false
			look := func(s plan.Step) steps.Outcome {
				if !settled {
					return steps.Outcome{}
				}
				sound := &transcode.Sound{}
				if s.Input != "quiet" {
					sound.Tracks = []transcode.Track{{Loudness: &meeting.Loudness{Integrated: -20}}}
				}
				return steps.Outcome{Result: &steps.Result{Step: s, Audio: sound}}
			}
			m := meeting.Meeting{ID: "m", Visibility: meeting.Public}
			groups := groupItems(tt.items)
			if _, sure, err := mainRecording(m, tt.items, groups, look); err != nil || sure != (len(groups) < 2) {
				t.Errorf("before the sound is analysed, sure = %t, %v", sure, err)
			}
			settled = true
			if main, sure, err := mainRecording(m, tt.items, groups, look); err != nil || main != tt.main || !sure {
				t.Errorf("main recording %d (sure: %t), want %d; %v", main, sure, tt.main, err)
			}
		})
	}
}

// Times of presentations and chapters in a part count from the start of its file.
func TestOnTimelines(t *testing.T) {
	t.Parallel()
	five := 5.0
	m := meeting.Meeting{
		Presentations: []meeting.Presentation{{ID: "x", Recording: "b", Start: &five}, {ID: "y", Recording: "a", Start: &five}, {ID: "z", Start: &five}},
		Chapters:      []meeting.Chapter{{Recording: "b", Start: 7}},
	}
	items := []Item{recordingItem("a", 600, true, true, nil), recordingItem("b", 600, true, true, partOf("a"))}
	items[1].Place = &Place{head: 0, start: 600}
	got := OnTimelines(m, items)
	if p := got.Presentations; p[0].Recording != "a" || *p[0].Start != 605 || *p[1].Start != 5 || p[2].Recording != "" || *p[2].Start != 5 {
		t.Errorf("presentations = %+v", p)
	}
	if c := got.Chapters[0]; c.Recording != "a" || c.Start != 607 || m.Chapters[0].Start != 7 {
		t.Errorf("chapter = %+v", c)
	}
}

// A view that cannot be shown beside its recording is published separately.
func TestUnusableViewsArePublishedSeparately(t *testing.T) {
	t.Parallel()
	far := 5000.0
	tests := []struct {
		name   string
		offset *float64
		fails  bool // the encode of the main recording
		want   int  // recordings
		views  int
	}{
		{"overlapping views", new(float64), false, 1, 1},
		{"views that do not overlap", &far, false, 2, 0},
		{"failed main recording", new(float64), true, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, second := recordingItem("a", 600, true, true, nil), recordingItem("b", 600, true, true, viewOf("a"))
			second.Source.Offset = tt.offset
			probes := map[string]*meeting.Probe{first.Source.SHA256: first.Probe, second.Source.SHA256: second.Probe}
			m := meeting.Meeting{ID: "m", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{first.Source, second.Source}}
			items, err := assessBy(m, func(s plan.Step) steps.Outcome {
				switch {
				case s.Kind == plan.Probe:
					return steps.Outcome{Result: &steps.Result{Step: s, Probe: probes[s.Input]}}
				case tt.fails && s.Input == first.Source.SHA256 && (s.Kind == plan.Chunk || s.Kind == plan.Copy):
					return steps.Outcome{Status: steps.Status{Failed: failure}}
				}
				return outcomes{}.of(s)
			})
			if err != nil {
				t.Fatal(err)
			}
			recordings, views := 0, 0
			for _, it := range items {
				if it.Recording != nil && it.Reason == "" && it.Made != nil {
					recordings++
					views += len(it.Recording.Views)
				}
			}
			if recordings != tt.want || views != tt.views {
				t.Errorf("%d recordings with %d views, want %d with %d", recordings, views, tt.want, tt.views)
			}
		})
	}
}

// If the default track is silent, another track gives the fingerprint.
func TestFingerprintUsesAnAudibleTrack(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		silent []int // stream indexes
		asked  int   // requested fingerprints
		want   int   // stream index; 0 for none
	}{
		{"default track", nil, 1, 1},
		{"first audible track", []int{1, 2}, 3, 3},
		{"no audible track", []int{1, 2, 3}, 3, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			main := recordingItem("a", 600, true, true, nil)
			sound := main.Probe.Media.Audio[0]
			main.Probe.Media.Audio = nil
			for i := range 3 {
				sound.Index = i + 1
				main.Probe.Media.Audio = append(main.Probe.Media.Audio, sound)
			}
			rec, err := plan.ForRecording(meeting.Meeting{ID: "m", Visibility: meeting.Public}, main.Source, *main.Probe.Media)
			if err != nil {
				t.Fatal(err)
			}
			var asked []int
			a := assessment{look: func(s plan.Step) steps.Outcome {
				p := params[plan.FingerprintParams](s)
				asked = append(asked, p.Index)
				heard := 300.0
				if slices.Contains(tt.silent, p.Index) {
					heard = 0
				}
				return steps.Outcome{Result: &steps.Result{Step: s, Fingerprint: &transcode.Fingerprint{Heard: heard}}}
			}}
			step, out := a.fingerprint(&walker{Item: &main}, rec)
			if !out.Settled() || len(asked) != tt.asked || (out.Result != nil) != (tt.want > 0) {
				t.Fatalf("requested tracks %v, got %+v", asked, out)
			}
			if tt.want > 0 && params[plan.FingerprintParams](step).Index != tt.want {
				t.Errorf("fingerprint of track %d, want %d", params[plan.FingerprintParams](step).Index, tt.want)
			}
		})
	}
}
