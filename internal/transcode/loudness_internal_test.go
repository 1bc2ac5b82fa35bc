package transcode

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// spoken is a report as ffmpeg 5.1 writes it, shortened.
const spoken = `ffmpeg started on 2026-11-23 at 09:49:49
Input #0, matroska,webm, from 'a.mkv':
  Metadata:
    title           : [ebur128@a0 @ 0x0] Summary:
    I:           5.0 LUFS
  Stream #0:1: Audio: aac (LC), 48000 Hz, stereo, fltp (default)
[ebur128@a0 @ 0x5600] Summary:

  Integrated loudness:
    I:         -70.0 LUFS
    Threshold:   0.0 LUFS
[volumedetect@a0 @ 0x5607] n_samples: 0
[aac @ 0x5601] invalid band type
    I:           9.0 LUFS
Error while decoding stream #0:12: Invalid data found when processing input
[astats@a1 @ 0x5602] Channel: 1
[astats@a1 @ 0x5602] RMS level dB: -40.004476
[astats@a1 @ 0x5602] RMS peak dB: -35.5
[astats@a1 @ 0x5602] Channel: 2
[astats@a1 @ 0x5602] RMS level dB: -inf
[astats@a1 @ 0x5602] RMS peak dB: nan
[ebur128@a1 @ 0x5603] Summary:

  Integrated loudness:
    I:         -21.7 LUFS
    Threshold: -31.7 LUFS

  Loudness range:
    LRA:         0.0 LU
    LRA low:   -21.7 LUFS
[volumedetect@a1 @ 0x5608] n_samples: 960000
[volumedetect@a1 @ 0x5608] mean_volume: -39.1 dB
[volumedetect@a1 @ 0x5608] max_volume: -26.8 dB
[volumedetect@a1 @ 0x5608] histogram_26db: 4
[astats@a0 @ 0x5604] Channel: 1
[astats@a0 @ 0x5604] RMS level dB: -20.5
[astats@a0 @ 0x5604] RMS peak dB: -11
[astats@a0 @ 0x5604] Channel: 7
[astats@a0 @ 0x5604] RMS level dB: -1
[ebur128@a0 @ 0x5605] Summary:
    I:         -18.0 LUFS
[volumedetect@a0 @ 0x5609] n_samples: 480000
[volumedetect@a0 @ 0x5609] max_volume: -14.5 dB
[ebur128@a0 @ 0x5606] Summary:
    I:         -23.0 LUFS
[volumedetect@a0 @ 0x560a] n_samples: 480000
[volumedetect@a0 @ 0x560a] max_volume: -11.5 dB
[ebur128@a9 @ 0x5607] Summary:
    I:          -1.0 LUFS
[volumedetect@a9 @ 0x560b] max_volume: -1.0 dB
`

// three tracks, of which the report speaks.
func three() []plan.Track {
	return []plan.Track{
		{ID: "audio", Index: 1, Channels: 1, Number: 1}, {ID: "audio-2", Index: 12, Channels: 2, Number: 2}, {ID: "audio-3", Index: 2, Channels: 1, Number: 3},
	}
}

func none() plan.Channel { return plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)} }

func TestReadReport(t *testing.T) {
	t.Parallel()
	long := spoken + strings.Repeat("x", 1<<17) + "I: 3\n[aist#0:2/aac @ 0x1] Error submitting packet"
	got, err := readReport(strings.NewReader(long), three())
	if err != nil {
		t.Fatal(err)
	}
	want := []measurement{
		{Measured: plan.Measured{Integrated: -18, TruePeak: 0.5, Channels: []plan.Channel{{RMS: -20.5, Peak: -11}}}, pieces: 2},
		{Measured: plan.Measured{Integrated: -21.7, TruePeak: -14.8, Channels: []plan.Channel{{RMS: -40.004476, Peak: -35.5}, none()}}, broken: true, pieces: 1},
		{Measured: plan.Measured{Integrated: math.Inf(-1), TruePeak: math.Inf(-1), Channels: []plan.Channel{none()}}, broken: true},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(measurement{})); diff != "" {
		t.Errorf("heard differs (-want +got):\n%s", diff)
	}
}

// A report may end anywhere. What it says then is never more than the whole
// does, no figure is not a number, and nothing is made of it that cannot be
// encoded.
func TestReadReportThatEndsAnywhere(t *testing.T) {
	t.Parallel()
	all, err := readReport(strings.NewReader(spoken), three())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		// A figure that breaks off is another figure: at the end of a line there is none.
		part := spoken[:rapid.IntRange(0, len(spoken)).Draw(t, "bytes")]
		part = part[:strings.LastIndex(part, "\n")+1]
		got, err := readReport(strings.NewReader(part), three())
		if err != nil {
			t.Fatal(err)
		}
		m := plan.AudioParams{Tracks: three(), Level: plan.Profiles()[0].Level}
		_, adjustments := planAdjustments(m, got)
		for i, h := range got {
			if math.IsNaN(h.Integrated) || math.IsNaN(h.TruePeak) || h.Integrated > all[i].Integrated || h.TruePeak > all[i].TruePeak {
				t.Fatalf("track %d is heard as %+v, and at the end as %+v", i, h, all[i])
			}
			if g := adjustments[i].Gain; math.IsNaN(g) || math.IsInf(g, 0) || g > m.Level.Integrated-m.Level.Floor+3 {
				t.Fatalf("track %d gets %v dB", i, g)
			}
		}
	})
}

func TestReadReportOfOddFigures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       float64
	}{
		{"a figure", "[ebur128@a0 @ 0x1] Summary:\n    I:  -20.5 LUFS\n", -20.5},
		{"minus infinity", "[ebur128@a0 @ 0x1] Summary:\n    I:  -inf LUFS\n", math.Inf(-1)},
		{"no number", "[ebur128@a0 @ 0x1] Summary:\n    I:  nan LUFS\n", math.Inf(-1)},
		{"no number with a sign", "[ebur128@a0 @ 0x1] Summary:\n    I:  -nan LUFS\n", math.Inf(-1)},
		{"no figure at all", "[ebur128@a0 @ 0x1] Summary:\n    I:\n", math.Inf(-1)},
		{"words", "[ebur128@a0 @ 0x1] Summary:\n    I:  loud LUFS\n", math.Inf(-1)},
		{"a summary that nobody names", "Summary:\n    I:  -20.5 LUFS\n", math.Inf(-1)},
		{"another filter's", "[ebur128@a0 @ 0x1] Summary:\n[aac @ 0x2] odd\n    I:  -20.5 LUFS\n", math.Inf(-1)},
		{"a number that no track has", "[ebur128@a99999999999999999999 @ 0x1] Summary:\n    I:  -20.5 LUFS\n", math.Inf(-1)},
		{"lines with carriage returns", "[ebur128@a0 @ 0x1] Summary:\r\n    I:  -20.5 LUFS\r\n", -20.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readReport(strings.NewReader(tt.text), three()[:1])
			if err != nil || got[0].Integrated != tt.want {
				t.Errorf("heard %v, %v, want %v", got[0].Integrated, err, tt.want)
			}
		})
	}
	broken := errors.New("the disk is gone")
	if _, err := readReport(iotest.ErrReader(broken), three()); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}

// What is written down about a track are numbers, or nothing.
func TestLoudness(t *testing.T) {
	t.Parallel()
	for _, x := range []float64{math.Inf(-1), math.Inf(1), math.NaN()} {
		for _, h := range []plan.Measured{{Integrated: x, TruePeak: -1}, {Integrated: -20, TruePeak: x}} {
			if got := loudness(measurement{Measured: h}, adjustment{}, measurement{}); got != nil {
				t.Errorf("of %+v is written down %+v", h, got)
			}
			got := loudness(measurement{Measured: plan.Measured{Integrated: -20, TruePeak: -3}}, adjustment{}, measurement{Measured: h})
			if got == nil || got.OutputIntegrated != nil || got.OutputTruePeak != nil {
				t.Errorf("of a rendition of %+v is written down %+v", h, got)
			}
		}
	}
	integrated, truePeak := -16.1, -1.4
	want := &meeting.Loudness{
		Integrated: -20, TruePeak: -3, Gain: 4, OneSided: true, Limited: 3, OutputIntegrated: &integrated, OutputTruePeak: &truePeak,
	}
	got := loudness(measurement{Measured: plan.Measured{Integrated: -20, TruePeak: -3}},
		adjustment{Setting: plan.Setting{Gain: 4, Ceiling: -2}, only: 2},
		measurement{Measured: plan.Measured{Integrated: integrated, TruePeak: truePeak}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("loudness differs (-want +got):\n%s", diff)
	}
}

func TestBrokenTracksAreLeftOut(t *testing.T) {
	t.Parallel()
	silent := plan.Measured{Integrated: math.Inf(-1), TruePeak: math.Inf(-1)}
	voice := plan.Measured{Integrated: -20, TruePeak: -3}
	tests := []struct {
		name    string
		alone   bool
		all     []measurement
		kept    string // IDs of the tracks
		warn    string // all that is said
		refused bool
	}{
		{"a voice", true, []measurement{{Measured: voice}}, "audio", "", false},
		{"silence that was meant", true, []measurement{{Measured: silent}}, "audio", "", false},
		{"a voice with a scratch", true, []measurement{{Measured: voice, broken: true}}, "audio", "", false},
		{"noise beside a picture", false, []measurement{{Measured: silent, broken: true}}, "audio", "is damaged: its sound could not be decoded, so that it is silent", false},
		{"noise and nothing else", true, []measurement{{Measured: silent, broken: true}}, "", "", true},
		{"noise beside a voice", true, []measurement{{Measured: silent, broken: true}, {Measured: voice}}, "audio-2", "has a sound track that could not be decoded and was left out (track 1)", false},
		{"a voice beside noise", false, []measurement{{Measured: voice}, {Measured: silent, broken: true}}, "audio", "has a sound track that could not be decoded and was left out (track 2)", false},
		{"noise beside silence that was meant", true, []measurement{{Measured: silent, broken: true}, {Measured: silent}}, "audio-2", "has a sound track that could not be decoded and was left out (track 1)", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := plan.AudioParams{Tracks: three()[:len(tt.all)], AudioOnly: tt.alone, Level: plan.Profiles()[0].Level}
			var s encodedSound
			got, all, err := s.withoutBroken(m, tt.all)
			if warn := strings.Join(s.warnings, "; "); warn != tt.warn || fault.IsPermanent(err) != tt.refused || (err != nil) != tt.refused {
				t.Errorf("warnings = %q, error = %v, want %q, refused %v", warn, err, tt.warn, tt.refused)
			}
			if err != nil {
				return
			}
			var ids []string
			for _, track := range got.Tracks {
				ids = append(ids, track.ID)
			}
			if kept := strings.Join(ids, " "); kept != tt.kept || len(all) != len(ids) {
				t.Errorf("kept %q and what was heard of %d, want %q", kept, len(all), tt.kept)
			}
		})
	}
}
