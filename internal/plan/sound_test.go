package plan_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// What a track may sound like.
func voice() plan.Measured   { return plan.Measured{Integrated: -20, TruePeak: -3} }
func silence() plan.Measured { return plan.Measured{Integrated: math.Inf(-1), TruePeak: math.Inf(-1)} }
func hiss() plan.Measured    { return plan.Measured{Integrated: -58, TruePeak: -45} }

func TestDefaultTrack(t *testing.T) {
	t.Parallel()
	plain := plan.Track{}
	marked := plan.Track{Default: true}
	described := plan.Track{Default: true, Described: true}
	commentary := plan.Track{Default: true, Purpose: meeting.Commentary}
	clearer := plan.Track{Default: true, Purpose: meeting.Clear}
	murmur := plan.Measured{Integrated: -62, TruePeak: -60}
	tests := []struct {
		name   string
		tracks []plan.Track
		heard  []plan.Measured
		want   int
		warn   string
	}{
		{"the only one", []plan.Track{plain}, []plan.Measured{voice()}, 0, ""},
		{"the first of several that nothing marks", []plan.Track{plain, plain}, []plan.Measured{voice(), voice()}, 0, ""},
		{"the one that is marked", []plan.Track{plain, marked, plain}, []plan.Measured{voice(), voice(), voice()}, 1, ""},
		{"the first where all are marked", []plan.Track{marked, marked}, []plan.Measured{voice(), voice()}, 0, ""},
		{"no audio description, though it is marked", []plan.Track{described, plain}, []plan.Measured{voice(), voice()}, 1, ""},
		{"an audio description before silence", []plan.Track{plain, described}, []plan.Measured{silence(), voice()}, 1, "has a sound track with nothing but silence (track 1); track 2 is played by default"},
		{"no commentary where all are marked", []plan.Track{commentary, marked}, []plan.Measured{voice(), voice()}, 1, ""},
		{"no speech made clearer where all are marked", []plan.Track{clearer, marked}, []plan.Measured{voice(), voice()}, 1, ""},
		{"the loudest that is silence", []plan.Track{plain, plain}, []plan.Measured{voice(), murmur}, 0, "has a sound track with nothing but silence (track 2)"},
		{"a commentary that alone is marked", []plan.Track{plain, commentary}, []plan.Measured{voice(), voice()}, 1, ""},
		{"not the first, which is silent", []plan.Track{marked, plain}, []plan.Measured{silence(), voice()}, 1, "has a sound track with nothing but silence (track 1); track 2 is played by default"},
		{"not the first, which is noise", []plan.Track{plain, plain}, []plan.Measured{hiss(), voice()}, 1, "has a sound track with nothing but faint noise (track 1); track 2 is played by default"},
		{"a silent track that nobody would have chosen", []plan.Track{plain, plain}, []plan.Measured{voice(), silence()}, 0, "has a sound track with nothing but silence (track 2)"},
		{"the marked one where all are silent", []plan.Track{plain, marked}, []plan.Measured{silence(), silence()}, 1, "has a sound track with nothing but silence (track 1)\nhas a sound track with nothing but silence (track 2)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.tracks {
				tt.tracks[i].Number = i + 1
			}
			level := profile(t).Level
			if got := level.DefaultTrack(tt.tracks, tt.heard); got != tt.want {
				t.Errorf("track %d is the default, want %d", got+1, tt.want+1)
			}
			if got := strings.Join(level.Silences(tt.tracks, tt.heard), "\n"); got != tt.warn {
				t.Errorf("warnings = %q, want %q", got, tt.warn)
			}
		})
	}
}

// TestDefaultTrackIsHeard: whatever the marks say, silence is never the default
// beside a track that can be heard, nor a description beside one that is none.
func TestDefaultTrackIsHeard(t *testing.T) {
	t.Parallel()
	level := profile(t).Level
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "tracks")
		tracks, heard := make([]plan.Track, n), make([]plan.Measured, n)
		someHeard, somePlain := false, false
		for i := range tracks {
			tracks[i] = plan.Track{
				Number: i + 1, Default: rapid.Bool().Draw(t, "default"), Described: rapid.Bool().Draw(t, "described"),
				Purpose: rapid.SampledFrom([]meeting.Purpose{"", meeting.Dub, meeting.Commentary, meeting.Clear, meeting.Original}).Draw(t, "purpose"),
			}
			heard[i] = rapid.SampledFrom([]plan.Measured{voice(), silence(), hiss()}).Draw(t, "heard")
			audible := level.Audible(heard[i])
			someHeard = someHeard || audible
			somePlain = somePlain || audible && !tracks[i].Described
		}
		got := level.DefaultTrack(tracks, heard)
		if someHeard && !level.Audible(heard[got]) {
			t.Errorf("track %d is silent, and is the default", got+1)
		}
		if somePlain && tracks[got].Described {
			t.Errorf("track %d describes the picture, and is the default", got+1)
		}
		silent := 0
		for _, h := range heard {
			if !level.Audible(h) {
				silent++
			}
		}
		if warnings := level.Silences(tracks, heard); len(warnings) != silent {
			t.Errorf("%d warnings of %d silent tracks: %q", len(warnings), silent, warnings)
		}
	})
}

// A player's menu has the names of tracks and nothing else to tell them by.
func TestTrackNamesDiffer(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Audio = []meeting.Audio{
		{Index: 1, Channels: 2, End: 60, Number: 1, Title: "Floor", Language: "en"},
		{Index: 3, Channels: 2, End: 60, Number: 3, Title: "Floor", Language: "fr", Default: true},
		{Index: 4, Channels: 2, End: 60, Number: 4, Language: "en", Described: true},
		{Index: 5, Channels: 2, End: 60, Number: 5, Language: "en", Purpose: meeting.Commentary},
		{Index: 6, Channels: 2, End: 60, Number: 6, Language: "es"},
		{Index: 7, Channels: 2, End: 60, Number: 7, Title: "Floor", Language: "de"},
	}
	var got []string
	for _, track := range plan.ForMedia(found, profile(t)).Tracks {
		got = append(got, track.Title)
	}
	want := []string{"Floor", "Floor (2)", "Audio description", "Commentary", "", "Floor (3)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
}

// What a probe left out is said with all else that is known before the start.
func TestWarnsOfStreamsLeftOut(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.LeftOut = []string{"has a sound track that cannot be decoded and was left out (track 2, apac)"}
	for i := 1; i < 40; i++ {
		found.Audio = append(found.Audio, meeting.Audio{Index: i + 1, Channels: 1, End: 60})
	}
	want := []string{found.LeftOut[0], "has 40 sound tracks, of which only the first 32 are used"}
	if diff := cmp.Diff(want, recording(t, found).Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
