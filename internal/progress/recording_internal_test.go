package progress

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

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
			"a copy that the other rungs cannot follow is encoded, and told why", talk(),
			fates{uneven: true},
			"probe copy+audio sample+early chunk+chunk+chunk sample chunk+chunk+chunk progressive+package", "", false, uneven, nil,
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
			if it.Reason != tt.reason || (it.Made == nil) != (tt.reason != "") {
				t.Errorf("it ends with %q and something made: %t; want %q", it.Reason, it.Made != nil, tt.reason)
			}
			if it.Recording == nil {
				return
			}
			if rec := it.Recording; (rec.Copied != nil) != tt.copied || rec.WhyEncoded != tt.encoded {
				t.Errorf("copied: %t, encoded since it %q; want %t, %q", rec.Copied != nil, rec.WhyEncoded, tt.copied, tt.encoded)
			}
			if diff := cmp.Diff(tt.warnings, it.Recording.warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if it.Reason == "" && it.Made.Package == nil {
				t.Errorf("what was made has no lists: %+v", it.Made)
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
			for _, s := range it.Steps {
				if s.Step.Kind != plan.Chunk {
					continue
				}
				chunks++
				var rungs []string
				for _, rung := range read[plan.ChunkParams](s.Step).Rungs {
					rungs = append(rungs, rung.ID)
				}
				if got := strings.Join(rungs, " "); got != tt.rungs {
					t.Errorf("a chunk makes %q, want %q", got, tt.rungs)
				}
				// Where no rung counts frames, a part of the original would be fetched
				// for nothing: all of it is, in the end.
				if part := len(rungs) > 0 && !tt.found.Video.Interlaced; (len(s.Step.Bytes) > 0) != part {
					t.Errorf("a chunk of %q reads %v, want a part: %t", rungs, s.Step.Bytes, part)
				}
			}
			if chunks != 3 || it.Made == nil {
				t.Errorf("%d chunks, want 3; made: %t", chunks, it.Made != nil)
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
				open := Missing([]Item{it})
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
			if got := kinds(Missing([]Item{it})); got != tt.open {
				t.Errorf("open is %s, want %s", got, tt.open)
			}
			if (it.Made != nil) != tt.playable || it.Reason != "" {
				t.Errorf("playable: %t, want %t; given up since it %q", it.Made != nil, tt.playable, it.Reason)
			}
		})
	}
}
