package pipeline

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/transcode"
)

// fates are what comes of a recording's steps, each known beforehand.
type fates struct {
	fail   map[plan.Kind]bool // given up for good; of packages, the last one
	early  bool               // so is the package of what can be played before the rest
	chunks []int              // the chunks that are
	unfit  string             // why the picture cannot be copied, if it is tried
	bits   []int64            // what a sample finds
}

// given up is what is said of a step that failed.
const givenUp = "is damaged"

// of is what comes of a step.
func (f fates) of(s plan.Step) Outcome {
	fails := f.fail[s.Kind]
	r := &Result{Schema: resultSchema, Step: s}
	switch s.Kind {
	case plan.Copy:
		p := read[plan.CopyParams](s)
		r.Copy = &transcode.Copied{Unfit: f.unfit}
		if f.unfit == "" {
			r.Copy.Part = &meeting.Part{Rendition: p.Rung.ID, Timescale: plan.Timescale}
			for at := 0.0; at < p.Duration; at += 5 {
				r.Copy.Part.Segments = append(r.Copy.Part.Segments, meeting.Segment{Ticks: plan.Ticks(min(5, p.Duration-at))})
			}
		}
	case plan.Audio:
		r.Audio = &transcode.Sound{}
	case plan.Sample:
		r.Sample = &transcode.Sampled{Bits: f.bits}
	case plan.Chunk:
		p := read[plan.ChunkParams](s)
		fails = fails || slices.Contains(f.chunks, int(math.Round(plan.Seconds(p.From)/200)))
		r.Chunk = &transcode.Chunk{}
	case plan.Package:
		p := read[plan.PackageParams](s)
		if p.Storyboard == nil { // all of it has one
			fails = f.early
		}
		r.Package = &transcode.Packaged{Duration: p.Duration}
	case plan.Progressive:
		r.Progressive = &transcode.Progressive{MP4: "film.mp4"}
	}
	if fails {
		return Outcome{Status: Status{Starts: 5, LastError: "exit status 1", Failed: givenUp}}
	}
	return Outcome{Result: r}
}

// read is the parameters of a step that this package planned.
func read[P any](s plan.Step) P {
	var p P
	if err := json.Unmarshal(s.Params, &p); err != nil {
		panic(err)
	}
	return p
}

// travel is a recording on its road, of which some steps are settled.
type travel struct {
	fates

	meeting meeting.Meeting
	found   meeting.Media
	settled map[string]Outcome // by the step's key
	asked   []plan.Step        // by the last look
}

func newTravel(found meeting.Media, f fates) *travel {
	src := meeting.Source{ID: "talk", Name: "talk.mp4", SHA256: strings.Repeat("ab", 32)}
	return &travel{
		fates: f, found: found, settled: map[string]Outcome{},
		meeting: meeting.Meeting{ID: "m", Title: "A meeting", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{src}},
	}
}

// look assesses the recording as it stands.
func (r *travel) look() (item, error) {
	r.asked = nil
	items, err := assess(r.meeting, func(s plan.Step) (Outcome, error) {
		r.asked = append(r.asked, s)
		return r.settled[s.Key()], nil
	})
	if err != nil {
		return item{}, err
	}
	return items[0], nil
}

// settle brings a step to its end.
func (r *travel) settle(s plan.Step) {
	if s.Kind == plan.Probe {
		r.settled[s.Key()] = Outcome{Result: &Result{Step: s, Probe: &meeting.Probe{Format: "mp4", Role: meeting.Recording, Media: &r.found}}}
		return
	}
	r.settled[s.Key()] = r.of(s)
}

// waves settles all that is missing again and again, and returns the kinds of
// it, a word for each wave, and the recording at the end.
func (r *travel) waves(t interface{ Fatal(args ...any) }) (waves []string, end item) {
	for range 20 {
		it, err := r.look()
		if err != nil {
			t.Fatal(err)
		}
		open := missing([]item{it})
		if len(open) == 0 {
			return waves, it
		}
		waves = append(waves, kinds(open))
		for _, s := range open {
			r.settle(s)
		}
	}
	t.Fatal("the road has no end:", waves)
	return nil, item{}
}

// kinds is the kinds of steps in their order; of a package, whether it is that
// of all.
func kinds(steps []plan.Step) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = string(s.Kind)
		if s.Kind == plan.Package && read[plan.PackageParams](s).Storyboard == nil {
			names[i] = "early"
		}
	}
	return strings.Join(names, "+")
}

// talk is ten minutes of 1080p25 in H.264 with stereo, of which three chunks are
// made.
func talk() meeting.Media {
	v := &meeting.Video{
		Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1920, Height: 1080, FrameRate: 25,
		Frames: 15_000, Last: 599.96, End: 600, BitRate: 800_000, LongestGOP: 2,
	}
	for i := range 300 {
		v.Keys = append(v.Keys, meeting.Key{Time: float64(2 * i), Pos: int64(1000 + 300_000*i), Before: 50 * i})
	}
	return meeting.Media{
		Format: "mov,mp4,m4a,3gp,3g2,mj2", Duration: 600, Bytes: 90_001_000, Video: v,
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, End: 600}},
	}
}

// changed is a talk but for something.
func changed(change func(*meeting.Media)) meeting.Media {
	m := talk()
	change(&m)
	return m
}

func interlaced(m *meeting.Media) { m.Video.Interlaced = true }
func mute(m *meeting.Media)       { m.Audio = nil }
func blind(m *meeting.Media)      { m.Video = nil }
func briefly(m *meeting.Media)    { m.Duration, m.Video.End, m.Audio[0].End = 30, 30, 30 }

func failing(k ...plan.Kind) fates {
	f := fates{fail: map[plan.Kind]bool{}}
	for _, kind := range k {
		f.fail[kind] = true
	}
	return f
}

// What is asked for, in which order, and how it ends.
func TestRoad(t *testing.T) {
	t.Parallel()
	const smaller = "has no smaller renditions: the encode is damaged"
	tests := []struct {
		name     string
		found    meeting.Media
		fates    fates
		waves    string
		reason   string // of a refusal
		copied   bool
		encoded  string // why it is
		warnings []string
	}{
		{
			"what browsers play is shown before it is encoded", talk(),
			fates{},
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"what they do not play is encoded beside the sound", changed(interlaced),
			fates{},
			"probe audio+sample chunk+chunk+chunk progressive+package", "", false, "is interlaced", nil,
		},
		{
			"a short one is not sampled", changed(briefly),
			fates{},
			"probe copy+audio chunk+early progressive+package", "", true, "", nil,
		},
		{
			"a picture without sound is ready sooner", changed(mute),
			fates{},
			"probe copy sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"sound alone", changed(blind),
			fates{},
			"probe audio progressive+early", "", false, "", nil,
		},
		{
			"a copy that is not fit to be a rendition is encoded, and told why", talk(),
			fates{unfit: "has gaps"},
			"probe copy+audio sample chunk+chunk+chunk progressive+package", "", false, "has gaps", nil,
		},
		{
			"a copy that fails is encoded", talk(), failing(plan.Copy),
			"probe copy+audio sample chunk+chunk+chunk progressive+package", "", false, "could not be copied: is damaged", nil,
		},
		{
			"a sample that fails has all rungs made", talk(), failing(plan.Sample),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"a probe that fails", talk(), failing(plan.Probe),
			"probe", givenUp, false, "", nil,
		},
		{
			"sound that fails", talk(), failing(plan.Audio),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "",
			[]string{"is without its sound: the encode " + givenUp},
		},
		{
			"sound that fails beside nothing", changed(blind), failing(plan.Audio),
			"probe audio", givenUp, false, "", nil,
		},
		{
			"a chunk that fails leaves the copy", talk(),
			fates{chunks: []int{1}},
			"probe copy+audio sample+early chunk+chunk+chunk", "", true, "",
			[]string{smaller},
		},
		{
			"a chunk that fails where nothing was copied leaves nothing", changed(interlaced),
			fates{chunks: []int{1}},
			"probe audio+sample chunk+chunk+chunk", givenUp, false, "is interlaced", nil,
		},
		{
			"a chunk that fails and a copy that cannot be listed leave nothing", talk(),
			fates{chunks: []int{0}, early: true},
			"probe copy+audio sample+early chunk+chunk+chunk", givenUp, true, "",
			[]string{smaller},
		},
		{
			"what cannot be played early may be in the end", talk(),
			fates{early: true},
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"files to download can be done without", talk(), failing(plan.Progressive),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "",
			[]string{"is not offered as one file: it is damaged"},
		},
		{
			"lists cannot", talk(), failing(plan.Package),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", givenUp, true, "", nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTravel(tt.found, tt.fates)
			if tt.fates.fail[plan.Probe] {
				r.settled[plan.ForProbe(r.meeting.Sources[0]).Key()] = r.of(plan.ForProbe(r.meeting.Sources[0]))
				tt.waves = ""
			}
			waves, it := r.waves(t)
			if got := strings.Join(waves, " "); got != tt.waves {
				t.Errorf("the road is\n%s, want\n%s", got, tt.waves)
			}
			if it.reason != tt.reason || (it.made == nil) != (tt.reason != "") {
				t.Errorf("it ends with %q and something made: %t; want %q", it.reason, it.made != nil, tt.reason)
			}
			if it.recording == nil {
				return
			}
			if rec := it.recording; (rec.copied != nil) != tt.copied || rec.encoded != tt.encoded {
				t.Errorf("copied: %t, encoded since it %q; want %t, %q", rec.copied != nil, rec.encoded, tt.copied, tt.encoded)
			}
			if diff := cmp.Diff(tt.warnings, it.recording.warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if it.reason == "" && it.made.Package == nil {
				t.Errorf("what was made has no lists: %+v", it.made)
			}
		})
	}
}

// A sample says which rungs are made.
func TestASampleDropsRungs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		found meeting.Media
		bits  []int64
		rungs string
	}{
		{"all that save something are made", talk(), []int64{100, 50, 20}, "720p 360p"},
		{"one that saves little is not", talk(), []int64{100, 95, 20}, "360p"},
		{"none at all, and the chunks make the tiles alone", talk(), []int64{100, 95, 90}, ""},
		{"the highest is made where it is not copied", changed(interlaced), []int64{100, 95, 90}, "1080p"},
		{"a sample of other rungs says nothing", talk(), []int64{100}, "720p 360p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTravel(tt.found, fates{bits: tt.bits})
			_, it := r.waves(t)
			chunks := 0
			for _, s := range it.steps {
				if s.step.Kind != plan.Chunk {
					continue
				}
				chunks++
				var rungs []string
				for _, rung := range read[plan.ChunkParams](s.step).Rungs {
					rungs = append(rungs, rung.ID)
				}
				if got := strings.Join(rungs, " "); got != tt.rungs {
					t.Errorf("a chunk makes %q, want %q", got, tt.rungs)
				}
				// Where no rung counts frames, a part of the original would be fetched
				// for nothing: all of it is, in the end.
				if part := len(rungs) > 0 && !tt.found.Video.Interlaced; (len(s.step.Bytes) > 0) != part {
					t.Errorf("a chunk of %q reads %v, want a part: %t", rungs, s.step.Bytes, part)
				}
			}
			if chunks != 3 || it.made == nil {
				t.Errorf("%d chunks, want 3; made: %t", chunks, it.made != nil)
			}
		})
	}
}

// What is open, and what can be played, after some of the steps.
func TestRoadOnTheWay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		fates    fates
		settled  string // kinds, in the order in which they end; one of each
		open     string
		playable bool
	}{
		{"nothing is asked before it is known what it is", fates{}, "", "probe", false},
		{"the copy decides on what is encoded", fates{}, "probe audio", "copy", false},
		{"sound is made beside the sample", fates{}, "probe copy", "audio+sample", false},
		{"and beside the chunks", fates{}, "probe copy sample", "audio+chunk+chunk+chunk", false},
		{"with the sound it can be listed", fates{}, "probe copy audio", "sample+early", false},
		{"and be played", fates{}, "probe copy audio early", "sample", true},
		{"while chunks are made", fates{}, "probe copy audio early sample chunk", "chunk+chunk", true},
		{"until there is something better", fates{}, "probe copy audio early sample chunk chunk chunk", "progressive+package", true},
		{"which may come first", fates{}, "probe copy audio early sample chunk chunk chunk package", "progressive", true},
		{"or last", fates{}, "probe copy audio early sample chunk chunk chunk progressive", "package", true},
		{"a chunk that failed does not end what waits for the sound", fates{chunks: []int{0}}, "probe copy sample chunk", "audio+chunk+chunk", false},
		{"and with the sound the rest is let be", fates{chunks: []int{0}}, "probe copy sample chunk audio", "early", false},
		{"which is all there will be", fates{chunks: []int{0}}, "probe copy sample chunk audio early", "", true},
		{"lists that failed are no end while others come", fates{early: true}, "probe copy audio early", "sample", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTravel(talk(), tt.fates)
			for kind := range strings.FieldsSeq(tt.settled) {
				it, err := r.look()
				if err != nil {
					t.Fatal(err)
				}
				open := missing([]item{it})
				i := slices.IndexFunc(open, func(s plan.Step) bool { return kinds([]plan.Step{s}) == kind })
				if i < 0 {
					t.Fatalf("%s is to end, and open is %s", kind, kinds(open))
				}
				r.settle(open[i])
			}
			it, err := r.look()
			if err != nil {
				t.Fatal(err)
			}
			if got := kinds(missing([]item{it})); got != tt.open {
				t.Errorf("open is %s, want %s", got, tt.open)
			}
			if (it.made != nil) != tt.playable || it.reason != "" {
				t.Errorf("playable: %t, want %t; given up since it %q", it.made != nil, tt.playable, it.reason)
			}
		})
	}
}

// drawTravel is any recording with any fate.
func drawTravel(t *rapid.T) *travel {
	found := talk()
	for _, c := range []struct {
		name   string
		change func(*meeting.Media)
	}{{"briefly", briefly}, {"interlaced", interlaced}} {
		if rapid.Bool().Draw(t, c.name) {
			c.change(&found)
		}
	}
	switch rapid.SampledFrom([]string{"both", "picture", "sound"}).Draw(t, "streams") {
	case "picture":
		mute(&found)
	case "sound":
		blind(&found)
	}
	// Few fail, or most roads would be short.
	f := failing(rapid.SliceOfN(rapid.SampledFrom([]plan.Kind{
		plan.Audio, plan.Copy, plan.Sample, plan.Package, plan.Progressive,
	}), 0, 1).Draw(t, "fail")...)
	f.chunks = rapid.SliceOfN(rapid.IntRange(0, 2), 0, 2).Draw(t, "chunks that fail")
	f.early = rapid.IntRange(0, 3).Draw(t, "early fails") == 3
	f.unfit = rapid.SampledFrom([]string{"", "", "has gaps"}).Draw(t, "unfit")
	f.bits = rapid.SampledFrom([][]int64{nil, {100, 50, 20}, {100, 90, 80}}).Draw(t, "bits")
	return newTravel(found, f)
}

// told is what is said of a recording at its end.
type told struct {
	Reason, Encoded string
	Made, Plain     string // the steps that made it
	Warnings        []string
}

func tell(it item) told {
	s := told{Reason: it.reason}
	if it.made == nil {
		return s // readers get nothing of it
	}
	s.Made = it.made.Step.Key()
	if rec := it.recording; rec != nil {
		s.Encoded, s.Warnings = rec.encoded, rec.warnings
		if rec.plain != nil {
			s.Plain = rec.plain.Step.Key()
		}
	}
	return s
}

// In whatever order steps end, the road leads to the same place; what could be
// played stays so; and what is said to be the end is.
func TestRoadLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawTravel(t)
		straight := newTravel(r.found, r.fates)
		_, want := straight.waves(t)

		played, one := false, rapid.Bool().Draw(t, "one at a time")
		for n := 0; ; n++ {
			if n > 30 {
				t.Fatal("the road has no end")
			}
			it := checkLook(t, r)
			if played && it.made == nil && it.reason == "" {
				t.Fatalf("it could be played, and cannot any more; open: %s", kinds(it.open()))
			}
			played = it.made != nil
			open := missing([]item{it})
			if len(open) == 0 {
				break
			}
			first := rapid.IntRange(0, len(open)-1).Draw(t, "first")
			for i, s := range open {
				if i == first || !one && rapid.Bool().Draw(t, "settled too") {
					r.settle(s)
				}
			}
		}
		if diff := cmp.Diff(tell(want), tell(checkLook(t, r))); diff != "" {
			t.Fatalf("in another order it ends otherwise (-all at once +this one):\n%s", diff)
		}
		// Some steps run on after nobody waits for them.
		for key, out := range straight.settled {
			if _, there := r.settled[key]; !there && rapid.Bool().Draw(t, "late") {
				r.settled[key] = out
			}
		}
		late := checkLook(t, r)
		if open := missing([]item{late}); len(open) > 0 {
			t.Fatalf("after the end %s is open", kinds(open))
		}
		if diff := cmp.Diff(tell(want), tell(late)); diff != "" {
			t.Fatalf("what came after the end changed it (-before +after):\n%s", diff)
		}
	})
}

// Whatever steps are settled, even such as nobody would have begun, no step is
// asked for before those that it works on have results, and none twice.
func TestRoadNeeds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawTravel(t)
		all := newTravel(r.found, r.fates)
		for { // every step that there can be
			it, err := all.look()
			if err != nil {
				t.Fatal(err)
			}
			open := missing([]item{it})
			if len(open) == 0 {
				break
			}
			all.settle(open[rapid.IntRange(0, len(open)-1).Draw(t, "next")])
		}
		some := []plan.Step{}
		for _, out := range all.asked {
			if rapid.Bool().Draw(t, "settled") {
				some = append(some, out)
			}
		}
		for _, s := range some {
			r.settle(s)
		}
		before := checkLook(t, r)
		for _, s := range all.asked {
			if rapid.Bool().Draw(t, "settled then") {
				r.settle(s)
			}
		}
		after := checkLook(t, r)
		if a, b := tell(before), tell(after); before.made != nil && after.made == nil && after.reason == "" {
			t.Fatalf("with more settled less is made: %+v, then %+v", a, b)
		}
	})
}

// checkLook is a look, held to what goes for all.
func checkLook(t *rapid.T, r *travel) item {
	it, err := r.look()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range r.asked {
		if seen[s.Key()] {
			t.Fatalf("asked twice for a %s", kinds([]plan.Step{s}))
		}
		seen[s.Key()] = true
		for _, need := range s.Needs {
			if r.settled[need].Result == nil {
				t.Fatalf("asked for a %s, and what it needs is not made", kinds([]plan.Step{s}))
			}
		}
	}
	for _, s := range it.open() {
		if r.settled[s.Key()].Settled() {
			t.Fatalf("a %s is settled and open", s.Kind)
		}
	}
	if it.reason != "" && it.made != nil {
		t.Fatalf("given up since it %q, and made", it.reason)
	}
	return it
}
