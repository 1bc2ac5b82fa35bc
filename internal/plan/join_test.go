package plan_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// The chunks of a joined recording cover the timeline, the tiles and the frames without a
// gap. Each chunk reads its own original.
func TestJoin(t *testing.T) {
	t.Parallel()
	var parts []plan.Recording
	for i, seconds := range []float64{300, 17.04, 600} {
		found := film(seconds, 2)
		if i == 1 {
			found.Audio = nil
		}
		if i == 2 {
			found.Start, found.Video.Start, found.Audio[0].Start = 1000, 1000, 1000
			found.Video.Last, found.Video.End, found.Audio[0].End = 1000+seconds-0.04, 1000+seconds, 1000+seconds
			for k := range found.Video.Keys {
				found.Video.Keys[k].Time += 1000
			}
		}
		m, src := sampleMeeting()
		src.SHA256, src.Name = src.SHA256[1:]+string(rune('0'+i)), src.Name+string(rune('0'+i))
		r, err := plan.ForRecording(m, src, found)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, r)
	}
	whole := plan.Join(parts)
	if whole.Duration != 917.04 || whole.Encoded != "was joined from 3 files" || len(whole.Tracks) != 1 {
		t.Errorf("it lasts %v s, has %d tracks, and is not copied since it %s", whole.Duration, len(whole.Tracks), whole.Encoded)
	}
	if _, can := whole.Copy(); can {
		t.Error("a joined recording has a copy step")
	}
	at, tile, frames := uint64(0), 0, 0
	inputs := map[string]uint64{}
	for i, s := range whole.Chunks(plan.Decided{}) {
		p := params[plan.ChunkParams](t, s)
		if p.From != at {
			t.Errorf("chunk %d begins at %d, the one before ends at %d", i, p.From, at)
		}
		if p.Tiles.Count > 0 && p.Tiles.First != tile {
			t.Errorf("chunk %d begins with tile %d, want %d", i, p.Tiles.First, tile)
		}
		if _, known := inputs[s.Input]; !known {
			inputs[s.Input] = p.From
			if p.Seek != nil || p.Begins() != true || p.First != (i > 0) {
				t.Errorf("the first chunk of a part seeks: %+v", p)
			}
		}
		at, tile, frames = p.To, tile+p.Tiles.Count, frames+p.Frames
		if p.Last != (at == plan.Ticks(917.04)) || p.Picture.Delay != whole.Picture.Delay {
			t.Errorf("chunk %d: %+v", i, p)
		}
	}
	if at != plan.Ticks(917.04) || frames != 7500+426+15_000 || tile != whole.Storyboard.Tiles || len(inputs) != 3 {
		t.Errorf("chunks end at %d with %d frames and %d tiles of %d originals", at, frames, tile, len(inputs))
	}
	sound, _ := whole.Audio()
	p := params[plan.AudioParams](t, sound)
	if len(p.Parts) != 3 || len(sound.Also) != 2 || p.Parts[1].Tracks[0].Index != -1 || p.Parts[2].Start != 1000 || p.Parts[1].Length != 17.04 {
		t.Errorf("the audio has the parts %+v and %d further originals", p.Parts, len(sound.Also))
	}
	if list := whole.Parts(); len(list) != 3 || math.Abs(list[2].Start-317.04) > 1e-4 {
		t.Errorf("parts are at %+v", list)
	}
}

// A view has the timeline of its recording, at any offset.
func TestView(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := sampleMeeting()
	tests := []struct {
		name            string
		seconds, offset float64
		encoded         string
		first, last     func(p plan.ChunkParams) bool
	}{
		{
			"at the same time", 600, 0, "",
			func(p plan.ChunkParams) bool { return p.Seek == nil && !p.Trim && p.Frames > 0 },
			func(p plan.ChunkParams) bool { return !p.Trim && p.Picture.PadEnd == 0 },
		},
		{
			"begins ten seconds earlier", 610, -10, "has video that begins before the recording",
			func(p plan.ChunkParams) bool { return p.Seek != nil && *p.Seek == 8 && p.Trim && p.Frames == 0 },
			func(p plan.ChunkParams) bool { return !p.Trim },
		},
		{
			"begins ten seconds later", 590, 10, "has video that begins after its audio",
			func(p plan.ChunkParams) bool { return p.Seek == nil && p.Picture.PadStart == 10 },
			func(p plan.ChunkParams) bool { return p.Picture.PadEnd == 0 },
		},
		{
			"ends ten seconds later", 610, 0, "has video that ends after the recording",
			func(p plan.ChunkParams) bool { return !p.Trim },
			func(p plan.ChunkParams) bool { return p.Trim && p.Last },
		},
		{
			"ends ten seconds earlier", 590, 0, "has video that ends before its audio",
			func(p plan.ChunkParams) bool { return !p.Trim },
			func(p plan.ChunkParams) bool { return p.Picture.PadEnd == 10 },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(tt.seconds, 2)
			view := main.View(src, found, *found.Video, tt.offset)
			if view.Encoded != tt.encoded || view.Duration != 600 || len(view.Tracks) != 0 {
				t.Errorf("it lasts %v s and is not copied since it %q, want %q", view.Duration, view.Encoded, tt.encoded)
			}
			all := chunks(t, view, plan.Decided{})
			if first := all[0]; first.From != 0 || !tt.first(first) {
				t.Errorf("the first chunk is %+v", first)
			}
			if last := all[len(all)-1]; last.To != plan.Ticks(600) || !last.Last || !tt.last(last) {
				t.Errorf("the last chunk is %+v", last)
			}
		})
	}
}

func TestApart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		first, second, offset float64
		want                  bool
	}{
		{600, 100, 550, false}, {600, 100, 580, false}, {600, 100, 585, true}, {600, 600, -470, false}, {600, 600, -490, true}, {100, 600, -600, true}, {60, 60, 5000, true},
	} {
		if got := plan.Apart(tt.first, tt.second, tt.offset); got != tt.want {
			t.Errorf("Apart(%v, %v, %v) = %v, want %v", tt.first, tt.second, tt.offset, got, tt.want)
		}
	}
}

// Warnings about unused streams name the part.
func TestJoinWarnsOfUnusedStreams(t *testing.T) {
	t.Parallel()
	var parts []plan.Recording
	for i := range 3 {
		found := film(60, 2)
		found.Subtitles = []meeting.Subtitle{{Index: 2, Codec: "subrip"}}
		if i == 2 {
			found.LeftOut = []string{"has data of an unknown kind"}
			found.Subtitles = []meeting.Subtitle{{Index: 2, Codec: "dvd_subtitle"}}
		}
		m, src := sampleMeeting()
		src.Name = string(rune('a'+i)) + ".mp4"
		r, err := plan.ForRecording(m, src, found)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, r)
	}
	whole := plan.Join(parts)
	want := []string{
		"continues in c.mp4, which has data of an unknown kind",
		"continues in c.mp4, which has image subtitles, which contain no text and are left out (stream 2)",
	}
	if diff := cmp.Diff(want, whole.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// Different parts are joined with a warning.
func TestJoinWarnsOfPartsThatDiffer(t *testing.T) {
	t.Parallel()
	part := func(name string, seconds float64, change func(*meeting.Media)) plan.Recording {
		found := film(seconds, 2)
		if change != nil {
			change(&found)
		}
		m, src := sampleMeeting()
		src.Name = name
		r, err := plan.ForRecording(m, src, found)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	size := func(w, h int) func(*meeting.Media) {
		return func(m *meeting.Media) { m.Video.Width, m.Video.Height = w, h }
	}
	two := func(m *meeting.Media) { m.Audio = append(m.Audio, m.Audio[0]); m.Audio[1].Index = 2 }
	tests := map[string]struct {
		parts []plan.Recording
		want  []string
	}{
		"no difference": {[]plan.Recording{part("a.mp4", 60, nil), part("b.mp4", 60, nil)}, nil},
		"smaller and square video": {
			[]plan.Recording{part("a.mp4", 60, nil), part("b.mp4", 20, size(640, 360)), part("c.mp4", 20, size(480, 480))},
			[]string{
				"shows b.mp4 (640×360) scaled to 1920×1080",
				"shows c.mp4 (480×480) scaled to 1920×1080 with black bars",
			},
		},
		"a first part that is not the longest": {
			[]plan.Recording{part("a.mp4", 20, size(640, 480)), part("b.mp4", 60, nil)},
			[]string{"shows its first file (640×480) scaled to 1920×1080 with black bars"},
		},
		"a part without audio": {
			[]plan.Recording{part("a.mp4", 60, nil), part("b.mp4", 60, func(m *meeting.Media) { m.Audio = nil })},
			[]string{"is silent during b.mp4, which has no sound track"},
		},
		"parts with more tracks": {
			[]plan.Recording{part("a.mp4", 60, nil), part("b.mp4", 60, two)},
			[]string{"has silent tracks during its first file, which has 1 of its 2 sound tracks"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := plan.Join(tt.parts)
			if diff := cmp.Diff(tt.want, whole.JoinWarnings(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A joined recording has the chapters of all parts, each within its part.
func TestJoinKeepsChapters(t *testing.T) {
	t.Parallel()
	part := func(chapters ...meeting.Chapter) plan.Recording {
		found := film(60, 2)
		found.Chapters = chapters
		m, src := sampleMeeting()
		r, err := plan.ForRecording(m, src, found)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	begin := film(60, 2).Start
	at := func(seconds float64, title string) meeting.Chapter {
		return meeting.Chapter{Start: begin + seconds, Title: title}
	}
	whole := plan.Join([]plan.Recording{part(at(0, "Intro"), at(20, "Main"), at(60, "at the end"), at(70, "beyond")), part(), part(at(0, "Again"), at(30, "End"))})
	want := []meeting.Chapter{
		{Start: 0, End: 20, Title: "Intro"}, {Start: 20, End: 120, Title: "Main"}, {Start: 120, End: 150, Title: "Again"}, {Start: 150, End: 180, Title: "End"},
	}
	if diff := cmp.Diff(want, whole.Chapters(nil, nil), cmpopts.EquateApprox(0, 0.01)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
