package plan_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestForRecording(t *testing.T) {
	t.Parallel()
	m, src := sampleMeeting()
	m.Profile = "podcast"
	if _, err := plan.ForRecording(m, src, film(60, 2)); err == nil || !strings.Contains(err.Error(), `profile "podcast" is not one of meeting`) {
		t.Errorf("unknown profile: %v", err)
	}
	m.Profile, m.Visibility = "audio", meeting.Private
	r, err := plan.ForRecording(m, src, film(60, 2))
	if err != nil {
		t.Fatal(err)
	}
	s, ok := r.Audio()
	if !ok || s.Space != layout.Private || s.Input != src.SHA256 || r.Picture != nil || r.Chunks(plan.Decided{}) != nil {
		t.Errorf("audio step of a private meeting = %+v, with video %+v", s, r.Picture)
	}
	if p := params[plan.AudioParams](t, s); !p.AudioOnly || len(p.Tracks) != 1 {
		t.Errorf("parameters of audio without video = %+v", p)
	}
	// The profile is audio only, but the source has no audio.
	silent := film(60, 2)
	silent.Audio = nil
	if r, err = plan.ForRecording(m, src, silent); err != nil || r.Picture == nil || len(r.Rungs) == 0 {
		t.Errorf("video without audio gets rungs %+v, %v", r.Rungs, err)
	}
	if _, ok = r.Audio(); ok {
		t.Error("there is an audio step without audio")
	}
}

// Keys change exactly with the changes that affect the output.
func TestWhichChangesChangeKeys(t *testing.T) {
	t.Parallel()
	at, kept := 12.5, plan.Step{Kind: plan.Audio, Input: "a"}
	dearer := kept
	dearer.Cost, dearer.Budget, dearer.Bytes = 1e6, 1e6, []plan.Range{{From: 1, To: 2}}
	chapters := []meeting.Chapter{{End: 60, Title: "One"}}
	m, _ := sampleMeeting()
	retitled, later := m, m
	retitled.Title, later.Date = "Another", "2024-05-06"
	r := recording(t, film(60, 2))
	lists := func(all bool, at *float64, parts ...plan.Step) string { return r.Package(parts, all, at).Key() }
	files := func(m meeting.Meeting, title string, c []meeting.Chapter, parts ...plan.Step) string {
		return r.Progressive(m, title, c, parts).Key()
	}
	tests := []struct {
		name          string
		before, after string
		same          bool
	}{
		{"the same again", lists(true, nil, kept), lists(true, nil, kept), true},
		{"other costs", lists(true, nil, kept), lists(true, nil, dearer), true},
		{"other parts", lists(true, nil, kept), lists(true, nil, plan.Step{Kind: plan.Audio, Input: "b"}), false},
		{"one more part", lists(true, nil, kept), lists(true, nil, kept, dearer), false},
		{"a requested poster time", lists(true, nil, kept), lists(true, &at, kept), false},
		{"a requested poster time before the poster is made", lists(false, nil, kept), lists(false, &at, kept), true},
		{"the recording is complete", lists(false, nil, kept), lists(true, nil, kept), false},
		{"files from the same parts", files(m, "", chapters, kept), files(m, "", chapters, dearer), true},
		{"files from other parts", files(m, "", chapters, kept), files(m, "", chapters), false},
		{"another title of the meeting", files(m, "", chapters, kept), files(retitled, "", chapters, kept), false},
		{"another title of the meeting, but the recording has one", files(m, "Own", chapters, kept), files(retitled, "Own", chapters, kept), true},
		{"a title of the recording", files(m, "", chapters, kept), files(m, "Own", chapters, kept), false},
		{"another date", files(m, "", chapters, kept), files(later, "", chapters, kept), false},
		{"other chapters", files(m, "", chapters, kept), files(m, "", nil, kept), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if same := tt.before == tt.after; same != tt.same {
				t.Errorf("keys %s and %s are equal: %t, want %t", tt.before, tt.after, same, tt.same)
			}
		})
	}
}

func TestAudioAndCopy(t *testing.T) {
	t.Parallel()
	r := recording(t, film(60, 2))
	sound, ok := r.Audio()
	if p := params[plan.AudioParams](t, sound); !ok || p.AudioOnly || p.Segment != 5 || p.Level.Integrated != -16 || p.Duration != 60 {
		t.Errorf("parameters of audio with video = %+v", p)
	}
	s, ok := r.Copy()
	if p := params[plan.CopyParams](t, s); !ok || p.Rung.ID != "1080p" || p.Frames != 1500 || len(p.Cuts) != len(r.Cuts) || len(p.Cuts) == 0 {
		t.Errorf("parameters of the copy = %+v", p)
	}
	silent := film(60, 2)
	silent.Audio = nil
	if mute, _ := recording(t, silent).Copy(); mute.Key() != s.Key() {
		t.Errorf("without audio the key of the copy is %s, not %s", mute.Key(), s.Key())
	}
	french := film(60, 2)
	french.Audio[0].Language = "fr"
	if other, _ := recording(t, french).Audio(); other.Key() == sound.Key() {
		t.Error("another language does not change the key of the audio")
	}
	alone := film(60, 2)
	alone.Video = nil
	if _, ok = recording(t, alone).Copy(); ok {
		t.Error("there is a copy step without video")
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*meeting.Media)
		length float64
		gop    float64
		want   []float64 // starts of the excerpts; nil for no sample
	}{
		{"four excerpts of an hour", nil, 3600, 2, []float64{450, 1350, 2250, 3150}},
		{"two excerpts of four minutes", nil, 240, 2, []float64{60, 180}},
		{"one excerpt of a minute", nil, 60, 2, []float64{30}},
		{"none of less than a minute", nil, 59.9, 2, nil},
		{"at key frames", nil, 3600, 700, []float64{700, 1400, 2100, 2800}},
		{"at the only key frame", nil, 3600, 4000, []float64{0}},
		{"not at a key frame near the end", nil, 61, 60, []float64{0}},
		{"at a key frame two seconds before the end", nil, 60, 58, []float64{58}},
		{"with two rungs", func(m *meeting.Media) { m.Video.Width, m.Video.Height = 854, 480 }, 60, 2, []float64{30}},
		{"none without key frames", func(m *meeting.Media) { m.Video.Keys = nil }, 3600, 2, nil},
		{"none if timestamps jump", func(m *meeting.Media) { m.Jumps = true }, 3600, 2, nil},
		{"none with one rung", func(m *meeting.Media) { m.Video.Width, m.Video.Height = 320, 240 }, 3600, 2, nil},
		{"none of audio", func(m *meeting.Media) { m.Video = nil }, 3600, 2, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(tt.length, tt.gop)
			if tt.change != nil {
				tt.change(&found)
			}
			r := recording(t, found)
			s, ok := r.Sample(true)
			if ok != (tt.want != nil) {
				t.Fatalf("there is a sample: %t", ok)
			}
			if !ok {
				return
			}
			p := params[plan.SampleParams](t, s)
			if !slices.Equal(p.At, tt.want) || !p.Copied || p.Length != 2 || len(p.Rungs) != len(r.Rungs) {
				t.Errorf("excerpts of %v s at %v, copied: %t; want 2 s at %v", p.Length, p.At, p.Copied, tt.want)
			}
		})
	}
}

func TestCostsOfSteps(t *testing.T) {
	t.Parallel()
	found := film(3600, 2)
	found.Audio = append(found.Audio, meeting.Audio{Index: 2, Channels: 2, End: 3600})
	r := recording(t, found)
	audio, _ := r.Audio()
	same, _ := r.Copy()
	sample, _ := r.Sample(true)
	fingerprint, _ := r.Fingerprint()
	pixels := float64(1920*1080+1280*720+640*360) / (1920 * 1080)
	for _, tt := range []struct {
		step plan.Step
		want float64
	}{
		{audio, 1 + 0.03*3600*2},
		{same, 1 + 0.005*3600},
		{sample, 1 + 4*2*(0.1+0.5*pixels)},
		{fingerprint, 1 + 0.005*3600},
		{r.Progressive(meeting.Meeting{}, "", nil, nil), 1 + 0.005*3600},
		{plan.ForProbe(meeting.Source{Size: 3e9}), 4},
	} {
		if math.Abs(tt.step.Cost-tt.want) > 1e-6*tt.want {
			t.Errorf("a %s costs %v, want %v", tt.step.Kind, tt.step.Cost, tt.want)
		}
	}
	if same.Name != "talk.mp4" {
		t.Errorf("the name of the copy is %q", same.Name)
	}
	if got := plan.ForProbe(meeting.Source{}).Budget; got != 2*time.Hour {
		t.Errorf("a probe has a budget of %v", got)
	}
}

func TestKindsThatReadOriginalsOrAreHeavy(t *testing.T) {
	t.Parallel()
	reads, heavy := "", ""
	for _, k := range []plan.Kind{
		plan.Probe, plan.Sample, plan.Audio, plan.Copy, plan.Chunk, plan.Package, plan.Progressive, plan.Fingerprint, plan.Offset,
		plan.Captions, plan.CaptionJoin, plan.Text, plan.Deck, plan.OCR, plan.Document, plan.Locate, plan.Align,
		plan.Reconstruct,
	} {
		if k.Reads() {
			reads += string(k) + " "
		}
		if q := k.Traits().Queue; q == plan.Heavy || q == plan.Chunks {
			heavy += string(k) + " "
		}
	}
	if want := "probe sample audio copy chunk fingerprint captions text deck document "; reads != want {
		t.Errorf("kinds that read originals: %s, want %s", reads, want)
	}
	if want := "audio copy chunk progressive fingerprint "; heavy != want {
		t.Errorf("heavy kinds: %s, want %s", heavy, want)
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	for rate, want := range map[float64]int{25: 7200, 50: 3600, 29.97: 6006, 60: 3000, 1000: 3000, 5: 36_000, 0.1: 36_000, 0: 7200} {
		found := film(60, 2)
		found.Video.FrameRate = rate
		if got := recording(t, found).Picture.Delay; got != want {
			t.Errorf("delay at %v frames a second = %d ticks, want %d", rate, got, want)
		}
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		change  func(*meeting.Video)
		want    []string
		encoded string // reason
	}{
		{"ordinary video", func(*meeting.Video) {}, nil, ""},
		{"ordinary colours", func(v *meeting.Video) { v.Transfer = "bt709" }, nil, ""},
		{"interlaced", func(v *meeting.Video) { v.Interlaced = true }, []string{"deinterlaced"}, "is interlaced"},
		// Some cameras write HDR with 8 bits. A copy would have other colours than
		// the rungs below.
		{"HDR (HLG)", func(v *meeting.Video) { v.Transfer = "arib-std-b67" }, []string{"tone-mapped from HDR (HLG)"}, "has HDR video"},
		{"HDR (PQ)", func(v *meeting.Video) { v.Transfer = "smpte2084" }, []string{"tone-mapped from HDR (PQ)"}, "has HDR video"},
		{"a frame size that changes", func(v *meeting.Video) { v.Varies = true }, []string{"scaled to one size"}, "changes its frame size"},
		{"the same frame rate", func(v *meeting.Video) { v.FrameRate, v.Start = 25, 5 }, nil, "has video that begins after its audio"},
		{"too many frames", func(v *meeting.Video) { v.FrameRate = 119.88 }, []string{"reduced from 119.9 to 60 frames a second"}, "has 119.9 frames a second"},
		{
			"all changes", func(v *meeting.Video) { v.Interlaced, v.Transfer, v.FrameRate = true, "smpte2084", 100 },
			[]string{"deinterlaced", "tone-mapped from HDR (PQ)", "reduced from 100 to 60 frames a second"},
			"has HDR video",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			tt.change(found.Video)
			r := recording(t, found)
			if !slices.Equal(r.Changes, tt.want) || r.Encoded != tt.encoded {
				t.Errorf("changes = %q, not copied since it %q; want %q and %q", r.Changes, r.Encoded, tt.want, tt.encoded)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	if got := recording(t, found).Warnings(); got != nil {
		t.Errorf("warnings about an intact recording: %q", got)
	}
	found.Missing = 3540
	want := []string{"is cut short: its header gives a length of 1:00:00, but the last 59:00 are missing"}
	if got := recording(t, found).Warnings(); !slices.Equal(got, want) {
		t.Errorf("warnings = %q, want %q", got, want)
	}
}

func TestNoWarningAboutTheMaximumNumberOfTracks(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Audio = make([]meeting.Audio, 32)
	if got := recording(t, found).Warnings(); len(got) > 0 {
		t.Errorf("warnings = %q", got)
	}
}

// Time limits grow with the duration, so that a short recording cannot hang for long.
func TestTimeLimitsScaleWithTheDuration(t *testing.T) {
	t.Parallel()
	budgets := func(seconds float64) map[plan.Kind]time.Duration {
		r := recording(t, film(seconds, 2))
		audio, _ := r.Audio()
		same, _ := r.Copy()
		all := map[plan.Kind]time.Duration{plan.Audio: audio.Budget, plan.Copy: same.Budget}
		for _, s := range append(r.Chunks(plan.Decided{}), r.Package(nil, true, nil), r.Progressive(meeting.Meeting{}, "", nil, nil)) {
			all[s.Kind] = max(all[s.Kind], s.Budget)
		}
		return all
	}
	// A chunk lasts a few minutes in any recording.
	short, long := budgets(60), budgets(10*3600)
	for kind, most := range long {
		least, factor := short[kind], 4.0
		if kind == plan.Chunk {
			least, factor = budgets(10)[kind], 1.5
		}
		if ratio := most.Seconds() / least.Seconds(); least < time.Minute || least > 3*time.Hour || ratio < factor {
			t.Errorf("budget of %s: %v for a short recording and %v for a long one, %.1f times as long, want at least %v", kind, least, most, ratio, factor)
		}
	}
	if len(long) != 5 {
		t.Errorf("there are budgets for %v, want five kinds", long)
	}
}

// Every step has a time limit, a cost and a version.
func TestStepsAreComplete(t *testing.T) {
	t.Parallel()
	for _, seconds := range []float64{0.04, 60, 3600, 86_400} {
		r := recording(t, film(seconds, 2))
		steps := append(r.Chunks(plan.Decided{}), r.Package(nil, true, nil), r.Progressive(meeting.Meeting{}, "", nil, nil))
		for _, f := range []func() (plan.Step, bool){r.Audio, r.Copy, func() (plan.Step, bool) { return r.Sample(false) }} {
			if s, ok := f(); ok {
				steps = append(steps, s)
			}
		}
		keys := map[string]bool{}
		for _, s := range steps {
			if s.Version < 1 || s.Input == "" || s.Cost <= 0 || math.IsInf(s.Cost, 0) || s.Budget.Hours() < 1 || s.Space == "" || keys[s.Key()] {
				t.Errorf("step of %v s lacks a version, input, cost, budget or space, or is a duplicate: %+v", seconds, s)
			}
			if s.Kind.Reads() == (s.Kind == plan.Package || s.Kind == plan.Progressive) {
				t.Errorf("a %s reads the original: %t", s.Kind, s.Kind.Reads())
			}
			keys[s.Key()] = true
		}
	}
}
