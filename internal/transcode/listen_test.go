package transcode

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Listening opens the source with the same care as the encode, and decodes no
// picture.
func TestListenArgs(t *testing.T) {
	t.Parallel()
	found := talk(1920, 1080, 25)
	found.Audio = append(found.Audio, meeting.Audio{Index: 2, Channels: 1, End: 10})
	args := listenArgs("/in/source", planned(t, found))
	golden(t, "listen.txt", args)
	input := slices.Index(args, "-i")
	for _, option := range []string{"-vn", "-sn", "-dn", "-protocol_whitelist", "-format_whitelist"} {
		if i := slices.Index(args, option); i < 0 || i > input {
			t.Errorf("%s does not come before the input in %q", option, args)
		}
	}
	for i, arg := range args {
		if arg == "-map" && !strings.HasPrefix(args[i+1], "[a") {
			t.Errorf("%s is taken, which is not a track that was heard", args[i+1])
		}
	}
}

func TestTouchesOfTheEncode(t *testing.T) {
	t.Parallel()
	found := talk(640, 360, 25)
	found.Audio = append(found.Audio, found.Audio[0])
	found.Audio[1].Index = 2
	voice := plan.Channel{RMS: -34, Peak: -22}
	none := plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)}
	m, touches := decide(planned(t, found), []heard{
		{Heard: plan.Heard{Integrated: -30, TruePeak: -20, Channels: []plan.Channel{none, voice}}},
		{Heard: plan.Heard{Integrated: -10, TruePeak: 1, Channels: []plan.Channel{voice, voice}}},
	})
	golden(t, "touches.txt", encodeArgs("/in/source", "/out", m, touches))
}

// said is a report as ffmpeg 5.1 writes it, shortened.
const said = `ffmpeg started on 2026-11-23 at 09:49:49
Input #0, matroska,webm, from 'a.mkv':
  Metadata:
    title           : [ebur128@a0 @ 0x0] Summary:
    I:           5.0 LUFS
  Stream #0:1: Audio: aac (LC), 48000 Hz, stereo, fltp (default)
[ebur128@a0 @ 0x5600] Summary:

  Integrated loudness:
    I:         -70.0 LUFS
    Threshold:   0.0 LUFS

  True peak:
    Peak:       -inf dBFS
[aac @ 0x5601] invalid band type
    Peak:        9.0 dBFS
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

  True peak:
    Peak:      -14.8 dBFS
[astats@a0 @ 0x5604] Channel: 1
[astats@a0 @ 0x5604] RMS level dB: -20.5
[astats@a0 @ 0x5604] RMS peak dB: -11
[astats@a0 @ 0x5604] Channel: 7
[astats@a0 @ 0x5604] RMS level dB: -1
[ebur128@a0 @ 0x5605] Summary:
    I:         -18.0 LUFS
    Peak:       -2.5 dBFS
[ebur128@a0 @ 0x5606] Summary:
    I:         -23.0 LUFS
    Peak:        0.5 dBFS
[ebur128@a9 @ 0x5607] Summary:
    I:          -1.0 LUFS
`

func TestReadReport(t *testing.T) {
	t.Parallel()
	tracks := []plan.Track{{Index: 1, Channels: 1}, {Index: 12, Channels: 2}, {Index: 2, Channels: 1}}
	got, err := readReport(strings.NewReader(said+strings.Repeat("x", 1<<17)+"I: 3\n[aist#0:2/aac @ 0x1] Error submitting packet"), tracks)
	if err != nil {
		t.Fatal(err)
	}
	none := plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)}
	want := []heard{
		{Heard: plan.Heard{Integrated: -18, TruePeak: 0.5, Channels: []plan.Channel{{RMS: -20.5, Peak: -11}}}},
		{Heard: plan.Heard{Integrated: -21.7, TruePeak: -14.8, Channels: []plan.Channel{{RMS: -40.004476, Peak: -35.5}, none}}, broken: true},
		{Heard: plan.Heard{Integrated: math.Inf(-1), TruePeak: math.Inf(-1), Channels: []plan.Channel{none}}, broken: true},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(heard{})); diff != "" {
		t.Errorf("heard differs (-want +got):\n%s", diff)
	}
}
