package progress

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// The requested steps, their order and the outcome.
func TestRecordingSteps(t *testing.T) {
	t.Parallel()
	const smaller = "has no smaller renditions: the encode is damaged"
	tests := []struct {
		name     string
		found    meeting.Media
		outcomes outcomes
		waves    string
		reason   string // of the refusal
		copied   bool
		encoded  string // why the video is encoded
		warnings []string
	}{
		{
			"publishes a copied video early", talk(),
			outcomes{},
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"encodes interlaced video", changed(interlaced),
			outcomes{},
			"probe audio+sample chunk+chunk+chunk progressive+package", "", false, "is interlaced", nil,
		},
		{
			"does not sample a short video", changed(briefly),
			outcomes{},
			"probe copy+audio chunk+early progressive+package", "", true, "", nil,
		},
		{
			"video without sound", changed(mute),
			outcomes{},
			"probe copy sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"audio only", changed(blind),
			outcomes{},
			"probe audio progressive+early", "", false, "", nil,
		},
		{
			"encodes a video whose copy is unfit", talk(),
			outcomes{unfit: "has gaps"},
			"probe copy+audio sample chunk+chunk+chunk progressive+package", "", false, "has gaps", nil,
		},
		{
			"encodes a video whose copy has other cuts", talk(),
			outcomes{uneven: true},
			"probe copy+audio sample+early chunk+chunk+chunk sample chunk+chunk+chunk progressive+package", "", false, unalignedCuts, nil,
		},
		{
			"encodes after a failed copy", talk(), failing(plan.Copy),
			"probe copy+audio sample chunk+chunk+chunk progressive+package", "", false, "could not be copied: is damaged", nil,
		},
		{
			"encodes all rungs after a failed sample", talk(), failing(plan.Sample),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"failed probe", talk(), failing(plan.Probe),
			"probe", failure, false, "", nil,
		},
		{
			"failed audio", talk(), failing(plan.Audio),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "",
			[]string{"is published without sound: the encode " + failure},
		},
		{
			"failed audio without video", changed(blind), failing(plan.Audio),
			"probe audio", failure, false, "", nil,
		},
		{
			"failed chunk keeps the copy", talk(),
			outcomes{chunks: []int{1}},
			"probe copy+audio sample+early chunk+chunk+chunk", "", true, "",
			[]string{smaller},
		},
		{
			"failed chunk without a copy", changed(interlaced),
			outcomes{chunks: []int{1}},
			"probe audio+sample chunk+chunk+chunk", failure, false, "is interlaced", nil,
		},
		{
			"failed chunk and failed early package", talk(),
			outcomes{chunks: []int{0}, early: true},
			"probe copy+audio sample+early chunk+chunk+chunk", failure, true, "",
			[]string{smaller},
		},
		{
			"failed early package", talk(),
			outcomes{early: true},
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "", nil,
		},
		{
			"failed downloads", talk(), failing(plan.Progressive),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", "", true, "",
			[]string{"is not offered for download: the file is damaged"},
		},
		{
			"failed package", talk(), failing(plan.Package),
			"probe copy+audio sample+early chunk+chunk+chunk progressive+package", failure, true, "", nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTestRecording(tt.found, tt.outcomes)
			if tt.outcomes.fail[plan.Probe] {
				r.settled[plan.ForProbe(r.meeting.Sources[0]).Key()] = r.of(plan.ForProbe(r.meeting.Sources[0]))
				tt.waves = ""
			}
			waves, it := r.waves(t)
			if got := strings.Join(waves, " "); got != tt.waves {
				t.Errorf("steps are\n%s, want\n%s", got, tt.waves)
			}
			if it.Reason != tt.reason || (it.Made == nil) != (tt.reason != "") {
				t.Errorf("reason %q, made: %t; want %q", it.Reason, it.Made != nil, tt.reason)
			}
			if it.Recording == nil {
				return
			}
			if rec := it.Recording; (rec.Copied != nil) != tt.copied || rec.WhyEncoded != tt.encoded {
				t.Errorf("copied: %t, WhyEncoded %q; want %t, %q", rec.Copied != nil, rec.WhyEncoded, tt.copied, tt.encoded)
			}
			if diff := cmp.Diff(tt.warnings, it.Recording.warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if it.Reason == "" && it.Made.Package == nil {
				t.Errorf("the result has no playlists: %+v", it.Made)
			}
		})
	}
}

func TestSampleDropsRungs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		found meeting.Media
		bits  []int64
		rungs string
	}{
		{"keeps rungs that save bits", talk(), []int64{100, 50, 20}, "720p 360p"},
		{"drops a rung that saves little", talk(), []int64{100, 95, 20}, "360p"},
		{"drops all rungs; the chunks make tiles only", talk(), []int64{100, 95, 90}, ""},
		{"keeps the highest rung without a copy", changed(interlaced), []int64{100, 95, 90}, "1080p"},
		{"ignores a sample of other rungs", talk(), []int64{100}, "720p 360p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTestRecording(tt.found, outcomes{bits: tt.bits})
			_, it := r.waves(t)
			chunks := 0
			for _, s := range it.Steps {
				if s.Step.Kind != plan.Chunk {
					continue
				}
				chunks++
				var rungs []string
				for _, rung := range params[plan.ChunkParams](s.Step).Rungs {
					rungs = append(rungs, rung.ID)
				}
				if got := strings.Join(rungs, " "); got != tt.rungs {
					t.Errorf("a chunk encodes %q, want %q", got, tt.rungs)
				}
				// Without rungs that count frames, a range of the original is not enough:
				// the chunk needs the whole file.
				if part := len(rungs) > 0 && !tt.found.Video.Interlaced; (len(s.Step.Bytes) > 0) != part {
					t.Errorf("a chunk of %q reads %v, want a byte range: %t", rungs, s.Step.Bytes, part)
				}
			}
			if chunks != 3 || it.Made == nil {
				t.Errorf("%d chunks, want 3; made: %t", chunks, it.Made != nil)
			}
		})
	}
}

// The missing steps, and whether the recording is playable, after some steps.
func TestRecordingInProgress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		outcomes outcomes
		settled  string // kinds of finished steps, in order
		open     string
		playable bool
	}{
		{"probe first", outcomes{}, "", "probe", false},
		{"encode waits for the copy", outcomes{}, "probe audio", "copy", false},
		{"audio and sample in parallel", outcomes{}, "probe copy", "audio+sample", false},
		{"audio and chunks in parallel", outcomes{}, "probe copy sample", "audio+chunk+chunk+chunk", false},
		{"early package after copy and audio", outcomes{}, "probe copy audio", "sample+early", false},
		{"playable after the early package", outcomes{}, "probe copy audio early", "sample", true},
		{"playable during the chunks", outcomes{}, "probe copy audio early sample chunk", "chunk+chunk", true},
		{"complete package and downloads after the chunks", outcomes{}, "probe copy audio early sample chunk chunk chunk", "progressive+package", true},
		{"complete package before the downloads", outcomes{}, "probe copy audio early sample chunk chunk chunk package", "progressive", true},
		{"downloads before the complete package", outcomes{}, "probe copy audio early sample chunk chunk chunk progressive", "package", true},
		{"failed chunk without audio", outcomes{chunks: []int{0}}, "probe copy sample chunk", "audio+chunk+chunk", false},
		{"failed chunk drops the other chunks", outcomes{chunks: []int{0}}, "probe copy sample chunk audio", "early", false},
		{"failed chunk ends with the early package", outcomes{chunks: []int{0}}, "probe copy sample chunk audio early", "", true},
		{"failed early package continues with the sample", outcomes{early: true}, "probe copy audio early", "sample", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTestRecording(talk(), tt.outcomes)
			for kind := range strings.FieldsSeq(tt.settled) {
				it, err := r.look()
				if err != nil {
					t.Fatal(err)
				}
				open := Missing([]Item{it})
				i := slices.IndexFunc(open, func(s plan.Step) bool { return kinds([]plan.Step{s}) == kind })
				if i < 0 {
					t.Fatalf("%s should be missing; missing are %s", kind, kinds(open))
				}
				r.settle(open[i])
			}
			it, err := r.look()
			if err != nil {
				t.Fatal(err)
			}
			if got := kinds(Missing([]Item{it})); got != tt.open {
				t.Errorf("missing are %s, want %s", got, tt.open)
			}
			if (it.Made != nil) != tt.playable || it.Reason != "" {
				t.Errorf("playable: %t, want %t; reason %q", it.Made != nil, tt.playable, it.Reason)
			}
		})
	}
}
