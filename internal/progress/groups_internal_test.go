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

// filed is an item of some kind: a picture of so many seconds with sound; or only
// one of the two, where the other is left out.
func filed(id string, seconds float64, picture, sound bool, belongs func(*meeting.Source)) Item {
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
	film := func(id string, belongs func(*meeting.Source)) Item { return filed(id, 600, true, true, belongs) }
	tests := []struct {
		name   string
		items  []Item
		want   string // groups: the head, and the others by what they are
		warned []int
	}{
		{"files that say nothing are recordings of their own", []Item{film("a", nil), film("b", nil)}, "[{0 [] [] []} {1 [] [] []}]", nil},
		{"parts, views and a twin", []Item{
			film("a", nil), film("b", partOf("a")), film("c", viewOf("a")), filed("d", 600, false, true, twinOf("a")), film("e", partOf("a")),
		}, "[{0 [1 4] [2] [3]}]", nil},
		{"a view before what it is of", []Item{film("b", viewOf("a")), film("a", nil)}, "[{1 [] [0] []}]", nil},
		{"the second part stands for a first that cannot be used", []Item{lost(film("a", nil)), film("b", partOf("a")), film("c", partOf("a"))}, "[{1 [2] [] []}]", []int{1}},
		{"a view stands for a film that cannot be used", []Item{lost(film("a", nil)), film("b", viewOf("a")), film("c", viewOf("a")), filed("d", 600, false, true, twinOf("a"))}, "[{1 [] [2] [3]}]", []int{1}},
		{"a lost part leaves the others", []Item{film("a", nil), lost(film("b", partOf("a"))), film("c", partOf("a"))}, "[{0 [2] [] []}]", []int{0}},
		{"a group waits for all that belongs to it", []Item{film("a", nil), unknown(film("b", partOf("a"))), film("c", nil)}, "[{2 [] [] []}]", nil},
		{"and for what it belongs to", []Item{unknown(film("a", nil)), film("b", viewOf("a"))}, "[]", nil},
		{"sound is no part of a film", []Item{film("a", nil), filed("b", 600, false, true, partOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"sound is no view", []Item{film("a", nil), filed("b", 600, false, true, viewOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"a twin has to be as long", []Item{film("a", nil), filed("b", 500, false, true, twinOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"a twin of all parts together", []Item{film("a", nil), film("b", partOf("a")), filed("c", 1200, false, true, twinOf("a"))}, "[{0 [1] [] [2]}]", nil},
		{"or of one of them", []Item{film("a", nil), filed("b", 400, true, true, partOf("a")), filed("c", 400, false, true, twinOf("a"))}, "[{0 [1] [] [2]}]", nil},
		{"a copy in another container", []Item{film("a", nil), film("b", twinOf("a"))}, "[{0 [] [] [1]}]", nil},
		{"which has to have a picture only where the other has", []Item{filed("a", 600, false, true, nil), film("b", twinOf("a"))}, "[{0 [] [] []} {1 [] [] []}]", []int{1}},
		{"a camera without sound beside a screen with it", []Item{filed("a", 600, true, false, nil), filed("b", 600, true, false, viewOf("a")), film("c", viewOf("a"))}, "[{2 [] [1 0] []}]", []int{0}},
		{"no sound anywhere", []Item{filed("a", 600, true, false, nil), filed("b", 600, true, false, viewOf("a"))}, "[{0 [] [1] []}]", nil},
		{"a view of a part is one of the whole", []Item{film("a", nil), film("b", partOf("a")), film("c", viewOf("b"))}, "[{0 [1] [2] []}]", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fmt.Sprint(groupsOf(tt.items)); got != tt.want {
				t.Errorf("groups are %s, want %s", got, tt.want)
			}
			for i, it := range tt.items {
				if (len(it.remarks) > 0) != slices.Contains(tt.warned, i) {
					t.Errorf("of %s is warned %q", it.Source.ID, it.remarks)
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
		{"a picture before sound alone, however long", []Item{filed("a", 900, false, true, nil), filed("z", 60, true, true, nil)}, 1},
		{"what is heard before what is silent", []Item{quiet(filed("a", 900, true, true, nil)), filed("b", 60, true, true, nil)}, 1},
		{"sound before none", []Item{filed("a", 900, true, false, nil), filed("b", 60, true, true, nil)}, 1},
		{"long before short", []Item{filed("a", 60, true, true, nil), filed("b", 900, true, true, nil)}, 1},
		{"the first of those that are about as long", []Item{filed("b", 600, true, true, nil), filed("a", 602, true, true, nil)}, 0},
		{"by their clocks", []Item{made("2026-05-12T11:00:00Z", filed("a", 600, true, true, nil)), made("2026-05-12T10:00:00Z", filed("b", 599, true, true, nil))}, 1},
		{"the first of equals", []Item{filed("b", 60, true, true, nil), filed("a", 60, true, true, nil)}, 0},
		{"none without recordings", nil, -1},
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
			groups := groupsOf(tt.items)
			if _, sure, err := mainOf(m, tt.items, groups, look); err != nil || sure != (len(groups) < 2) {
				t.Errorf("before all sound was heard it is sure: %t, %v", sure, err)
			}
			settled = true
			if main, sure, err := mainOf(m, tt.items, groups, look); err != nil || main != tt.main || !sure {
				t.Errorf("the main recording is %d (sure: %t), want %d; %v", main, sure, tt.main, err)
			}
		})
	}
}

// Times of talks and chapters in a part count from the beginning of its file.
func TestPlaced(t *testing.T) {
	t.Parallel()
	five := 5.0
	m := meeting.Meeting{
		Presentations: []meeting.Presentation{{ID: "x", Recording: "b", Start: &five}, {ID: "y", Recording: "a", Start: &five}, {ID: "z", Start: &five}},
		Chapters:      []meeting.Chapter{{Recording: "b", Start: 7}},
	}
	items := []Item{filed("a", 600, true, true, nil), filed("b", 600, true, true, partOf("a"))}
	items[1].Place = &Place{head: 0, start: 600}
	got := Placed(m, items)
	if p := got.Presentations; p[0].Recording != "a" || *p[0].Start != 605 || *p[1].Start != 5 || p[2].Recording != "" || *p[2].Start != 5 {
		t.Errorf("talks are %+v", p)
	}
	if c := got.Chapters[0]; c.Recording != "a" || c.Start != 607 || m.Chapters[0].Start != 7 {
		t.Errorf("the chapter is %+v", c)
	}
}

// A view that cannot be shown beside its recording is published by itself.
func TestViewsThatStandAlone(t *testing.T) {
	t.Parallel()
	far := 5000.0
	tests := []struct {
		name   string
		offset *float64
		fails  bool // the encode of what it is a view of
		want   int  // recordings
		views  int
	}{
		{"beside its recording", new(float64), false, 1, 1},
		{"where the two do not overlap", &far, false, 2, 0},
		{"where the other cannot be made", new(float64), true, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, second := filed("a", 600, true, true, nil), filed("b", 600, true, true, viewOf("a"))
			second.Source.Offset = tt.offset
			probes := map[string]*meeting.Probe{first.Source.SHA256: first.Probe, second.Source.SHA256: second.Probe}
			m := meeting.Meeting{ID: "m", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{first.Source, second.Source}}
			items, err := assessBy(m, func(s plan.Step) steps.Outcome {
				switch {
				case s.Kind == plan.Probe:
					return steps.Outcome{Result: &steps.Result{Step: s, Probe: probes[s.Input]}}
				case tt.fails && s.Input == first.Source.SHA256 && (s.Kind == plan.Chunk || s.Kind == plan.Copy):
					return steps.Outcome{Status: steps.Status{Failed: givenUp}}
				}
				return fates{}.of(s)
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

// Where the track that a recording's marks choose is silent, another tells how
// the recording lies in time.
func TestSoundThatTells(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		silent []int // stream indexes
		asked  int   // fingerprints
		tells  int   // stream index; 0 where none does
	}{
		{"the chosen track", nil, 1, 1},
		{"the first that is heard", []int{1, 2}, 3, 3},
		{"none", []int{1, 2, 3}, 3, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			main := filed("a", 600, true, true, nil)
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
				p := read[plan.FingerprintParams](s)
				asked = append(asked, p.Index)
				heard := 300.0
				if slices.Contains(tt.silent, p.Index) {
					heard = 0
				}
				return steps.Outcome{Result: &steps.Result{Step: s, Fingerprint: &transcode.Fingerprint{Heard: heard}}}
			}}
			step, out := a.fingerprint(&walker{Item: &main}, rec)
			if !out.Settled() || len(asked) != tt.asked || (out.Result != nil) != (tt.tells > 0) {
				t.Fatalf("asked for tracks %v, got %+v", asked, out)
			}
			if tt.tells > 0 && read[plan.FingerprintParams](step).Index != tt.tells {
				t.Errorf("track %d tells, want %d", read[plan.FingerprintParams](step).Index, tt.tells)
			}
		})
	}
}
