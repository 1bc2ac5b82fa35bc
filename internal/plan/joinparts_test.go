package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// joined joins originals called a.mp4, b.mp4 and so on.
func joined(t *testing.T, originals ...meeting.Media) plan.Recording {
	t.Helper()
	var parts []plan.Recording
	for i, found := range originals {
		m, src := sampleMeeting()
		src.Name, src.SHA256 = string(rune('a'+i))+".mp4", strings.Repeat(string(rune('a'+i)), 64)
		r, err := plan.ForRecording(m, src, found)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, r)
	}
	return plan.Join(parts)
}

// with returns a changed recording of a minute.
func with(change func(*meeting.Media)) meeting.Media {
	found := film(60, 2)
	change(&found)
	return found
}

func silent(m *meeting.Media) { m.Audio = nil }

// audioOnly returns a recording with audio only, as the first stream.
func audioOnly() meeting.Media {
	return with(func(m *meeting.Media) { m.Video, m.Audio[0].Index = nil, 0 })
}

// Joined recordings take rungs from the longest part and the delay from the part with the
// lowest frame rate. They take the level from a part with audio.
func TestJoinCombinesSettingsOfParts(t *testing.T) {
	t.Parallel()
	small := func(m *meeting.Media) { m.Video.Width, m.Video.Height = 1280, 720 }
	long := joined(t, film(600, 2), with(small), with(small))
	if long.Rungs[0].ID != "1080p" || long.Storyboard.Tiles != 144 || long.Poster.Width != 1280 || len(long.Cuts) > 0 || long.Duration != 720 {
		t.Errorf("rungs %+v, storyboard %+v, poster %+v, cuts %v, %v s", long.Rungs, long.Storyboard, long.Poster, long.Cuts, long.Duration)
	}
	sample, ok := long.Sample(false)
	if p := params[plan.SampleParams](t, sample); !ok || sample.Input != strings.Repeat("a", 64) || len(p.At) != 4 || p.At[3] > 600 {
		t.Errorf("the sample reads %.1s at %v", sample.Input, p.At)
	}
	if middle, _ := joined(t, film(60, 2), film(600, 2), film(300, 2)).Sample(false); middle.Input != strings.Repeat("b", 64) {
		t.Errorf("the sample reads %.1s, want the longest", middle.Input)
	}
	if last, _ := joined(t, film(60, 2), film(100, 2), film(130, 2)).Sample(false); last.Input != strings.Repeat("c", 64) {
		t.Errorf("the sample reads %.1s, want the last, which is the longest", last.Input)
	}
	if got, want := joined(t, with(silent), film(60, 2)).Level, profile(t).Level; got != want {
		t.Errorf("the level is %+v, want %+v", got, want)
	}
	if got, want := joined(t, film(60, 2), with(silent)).Level, profile(t).Level; got != want {
		t.Errorf("the level before a silent part is %+v, want %+v", got, want)
	}
	fast := joined(t, with(func(m *meeting.Media) { m.Video.FrameRate = 50 }), film(60, 2))
	for i, p := range chunks(t, fast, plan.Decided{}) {
		if p.Picture.Delay != 7200 {
			t.Errorf("chunk %d has a delay of %d ticks, want that of 25 frames a second", i, p.Picture.Delay)
		}
	}
	if got := joined(t, film(0.1, 2), film(0.2, 2)).Duration; got != 0.3 {
		t.Errorf("0.1 s and 0.2 s are %v s", got)
	}
}

// Changes are listed once, in the order of the parts.
func TestJoinListsChangesOnce(t *testing.T) {
	t.Parallel()
	interlaced := with(func(m *meeting.Media) { m.Video.Interlaced = true })
	both := with(func(m *meeting.Media) { m.Video.Interlaced, m.Video.Varies = true, true })
	want := []string{"deinterlaced", "scaled to one size"}
	if diff := cmp.Diff(want, joined(t, film(60, 2), interlaced, both, interlaced).Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// Colours are converted only if they differ between parts.
func TestJoinConvertsColors(t *testing.T) {
	t.Parallel()
	tagged := func(matrix string) meeting.Media {
		return with(func(m *meeting.Media) { m.Video.Matrix = matrix })
	}
	for _, tt := range []struct {
		parts []meeting.Media
		want  []string
	}{
		{[]meeting.Media{tagged("bt709"), tagged("bt709")}, []string{"", ""}},
		{[]meeting.Media{tagged("bt709"), tagged("smpte170m")}, []string{"bt709", "bt601"}},
		{[]meeting.Media{audioOnly(), audioOnly()}, []string{}},
	} {
		got := []string{}
		for _, p := range chunks(t, joined(t, tt.parts...), plan.Decided{}) {
			got = append(got, p.Picture.Colors)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("colours %q, want %q", got, tt.want)
		}
	}
}

// Join accepts parts with video and parts without, although Groups never joins them.
func TestJoinOfDifferentKinds(t *testing.T) {
	t.Parallel()
	if whole := joined(t, film(60, 2), audioOnly()); whole.Duration != 120 || len(whole.JoinWarnings()) > 0 {
		t.Errorf("video before audio: %v s, %q", whole.Duration, whole.JoinWarnings())
	}
	other := with(func(m *meeting.Media) { m.Video.Matrix = "smpte170m" })
	if whole := joined(t, film(60, 2), other, audioOnly()); whole.Duration != 180 {
		t.Errorf("two videos of different colours before audio: %v s", whole.Duration)
	}
	if whole := joined(t, audioOnly(), film(60, 2)); whole.Duration != 120 || whole.Picture != nil || len(whole.JoinWarnings()) > 0 {
		t.Errorf("audio before video: %v s, %q", whole.Duration, whole.JoinWarnings())
	}
	if whole := joined(t, audioOnly(), audioOnly()); whole.Picture != nil || len(whole.Tracks) != 1 || len(whole.JoinWarnings()) > 0 {
		t.Errorf("audio only: %+v, %q", whole.Tracks, whole.JoinWarnings())
	}
}

// A part that differs in width only or height only gets black bars.
func TestJoinWarnsOfBlackBars(t *testing.T) {
	t.Parallel()
	size := func(w, h int) meeting.Media {
		return with(func(m *meeting.Media) { m.Video.Width, m.Video.Height = w, h })
	}
	want := []string{
		"shows b.mp4 (1440×1080) scaled to 1920×1080 with black bars",
		"shows c.mp4 (1920×800) scaled to 1920×1080 with black bars",
		"shows d.mp4 (1900×1080) scaled to 1920×1080",
	}
	if diff := cmp.Diff(want, joined(t, film(60, 2), size(1440, 1080), size(1920, 800), size(1900, 1080)).JoinWarnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// Warnings name the part, except for the first.
func TestWarningsOfParts(t *testing.T) {
	t.Parallel()
	short := func(seconds float64, missing float64, leftOut ...string) meeting.Media {
		found := film(seconds, 2)
		found.Missing, found.LeftOut = missing, leftOut
		return found
	}
	want := []string{
		"is cut short: its header gives a length of 1:10, but the last 0:10 are missing",
		"continues in c.mp4, which is cut short: its header gives a length of 1:35, but the last 0:05 are missing",
		"has data of an unknown kind",
		"continues in b.mp4, which has data of another kind",
	}
	whole := joined(t, short(60, 10, "has data of an unknown kind"), short(60, 0, "has data of another kind"), short(90, 5))
	if diff := cmp.Diff(want, whole.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// The fingerprint step of a joined recording does not depend on its languages.
func TestFingerprintIgnoresLanguages(t *testing.T) {
	t.Parallel()
	french := with(func(m *meeting.Media) { m.Audio[0].Language = "fr" })
	a, _ := joined(t, film(60, 2), film(60, 2)).Fingerprint()
	b, _ := joined(t, french, french).Fingerprint()
	if p := params[plan.FingerprintParams](t, a); a.Key() != b.Key() || p.Index != 0 || p.PadStart != 0 || a.Cost != 1+0.005*120 {
		t.Errorf("keys %s and %s, parameters %+v, cost %v", a.Key(), b.Key(), p, a.Cost)
	}
}
