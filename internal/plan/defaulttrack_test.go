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

func voice() plan.Measured   { return plan.Measured{Integrated: -20, TruePeak: -3} }
func silence() plan.Measured { return plan.Measured{Integrated: math.Inf(-1), TruePeak: math.Inf(-1)} }
func hiss() plan.Measured    { return plan.Measured{Integrated: -58, TruePeak: -45} }

func TestDefaultTrack(t *testing.T) {
	t.Parallel()
	plain := plan.Track{}
	flagged := plan.Track{Default: true}
	described := plan.Track{Default: true, Described: true}
	commentary := plan.Track{Default: true, Purpose: meeting.Commentary}
	clearer := plan.Track{Default: true, Purpose: meeting.Clear}
	murmur := plan.Measured{Integrated: -62, TruePeak: -60}
	tests := []struct {
		name     string
		tracks   []plan.Track
		measured []plan.Measured
		want     int
		warn     string
	}{
		{"the only track", []plan.Track{plain}, []plan.Measured{voice()}, 0, ""},
		{"the first without flags", []plan.Track{plain, plain}, []plan.Measured{voice(), voice()}, 0, ""},
		{"the flagged track", []plan.Track{plain, flagged, plain}, []plan.Measured{voice(), voice(), voice()}, 1, ""},
		{"the first if all are flagged", []plan.Track{flagged, flagged}, []plan.Measured{voice(), voice()}, 0, ""},
		{"not a flagged audio description", []plan.Track{described, plain}, []plan.Measured{voice(), voice()}, 1, ""},
		{"an audio description rather than silence", []plan.Track{plain, described}, []plan.Measured{silence(), voice()}, 1, "has a sound track with nothing but silence (track 1), so track 2 is played by default"},
		{"not commentary if all are flagged", []plan.Track{commentary, flagged}, []plan.Measured{voice(), voice()}, 1, ""},
		{"not clarified speech if all are flagged", []plan.Track{clearer, flagged}, []plan.Measured{voice(), voice()}, 1, ""},
		{"warns of the highest peak that counts as silence", []plan.Track{plain, plain}, []plan.Measured{voice(), murmur}, 0, "has a sound track with nothing but silence (track 2)"},
		{"a commentary with the only flag", []plan.Track{plain, commentary}, []plan.Measured{voice(), voice()}, 1, ""},
		{"not a silent first track", []plan.Track{flagged, plain}, []plan.Measured{silence(), voice()}, 1, "has a sound track with nothing but silence (track 1), so track 2 is played by default"},
		{"not a first track with noise only", []plan.Track{plain, plain}, []plan.Measured{hiss(), voice()}, 1, "has a sound track with nothing but faint noise (track 1), so track 2 is played by default"},
		{"warns of a silent track that is not the default", []plan.Track{plain, plain}, []plan.Measured{voice(), silence()}, 0, "has a sound track with nothing but silence (track 2)"},
		{"the flagged track if all are silent", []plan.Track{plain, flagged}, []plan.Measured{silence(), silence()}, 1, "has a sound track with nothing but silence (track 1)\nhas a sound track with nothing but silence (track 2)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.tracks {
				tt.tracks[i].Number = i + 1
			}
			level := profile(t).Level
			if got := level.DefaultTrack(tt.tracks, tt.measured); got != tt.want {
				t.Errorf("track %d is the default, want %d", got+1, tt.want+1)
			}
			if got := strings.Join(level.Silences(tt.tracks, tt.measured), "\n"); got != tt.warn {
				t.Errorf("warnings = %q, want %q", got, tt.warn)
			}
		})
	}
}

// The default track is never silent if another is audible. It is never an audio
// description if another audible track is none.
func TestDefaultTrackIsAudible(t *testing.T) {
	t.Parallel()
	level := profile(t).Level
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "tracks")
		tracks, measured := make([]plan.Track, n), make([]plan.Measured, n)
		anyAudible, anyPlain := false, false
		for i := range tracks {
			tracks[i] = plan.Track{
				Number: i + 1, Default: rapid.Bool().Draw(t, "default"), Described: rapid.Bool().Draw(t, "described"),
				Purpose: rapid.SampledFrom([]meeting.Purpose{"", meeting.Dub, meeting.Commentary, meeting.Clear, meeting.Original}).Draw(t, "purpose"),
			}
			measured[i] = rapid.SampledFrom([]plan.Measured{voice(), silence(), hiss()}).Draw(t, "measured")
			audible := level.Audible(measured[i])
			anyAudible = anyAudible || audible
			anyPlain = anyPlain || audible && !tracks[i].Described
		}
		got := level.DefaultTrack(tracks, measured)
		if anyAudible && !level.Audible(measured[got]) {
			t.Errorf("the default track %d is silent", got+1)
		}
		if anyPlain && tracks[got].Described {
			t.Errorf("the default track %d is an audio description", got+1)
		}
		silent := 0
		for _, h := range measured {
			if !level.Audible(h) {
				silent++
			}
		}
		if warnings := level.Silences(tracks, measured); len(warnings) != silent {
			t.Errorf("%d warnings about %d silent tracks: %q", len(warnings), silent, warnings)
		}
	})
}

// Players' menus show only the titles of tracks, so they must differ.
func TestTrackTitlesDiffer(t *testing.T) {
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

// Warnings include the streams that the probe dropped.
func TestWarningsIncludeUnusableStreams(t *testing.T) {
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
