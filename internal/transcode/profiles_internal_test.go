package transcode

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/plan"
)

// outputs are the options of each file that a command line makes: ffmpeg applies
// an option to the one output that follows it, so what all rungs need must be
// said for each.
func outputs(t *testing.T, args []string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	start := slices.Index(args, "-map")
	for i := start; i < len(args); i += 2 {
		if strings.HasPrefix(args[i], "-") {
			continue
		}
		options := map[string]string{}
		for k := start; k < i; k += 2 {
			if _, twice := options[args[k]]; twice {
				t.Errorf("%s has %s twice", args[i], args[k])
			}
			options[args[k]] = args[k+1]
		}
		all[args[i]] = options
		i--
		start = i + 2
	}
	return all
}

// Every option of every profile is said for every rung, and no other.
func TestEveryRungGetsEveryOption(t *testing.T) {
	t.Parallel()
	for _, profile := range plan.Profiles() {
		for _, size := range [][2]int{{3840, 2160}, {1920, 1080}, {720, 1280}, {320, 240}, {90, 50}} {
			t.Run(profile.Name+" at "+strconv.Itoa(size[0]), func(t *testing.T) {
				t.Parallel()
				found := talk()
				found.Video.Width, found.Video.Height = size[0], size[1]
				r := planned(t, profile.Name, found)
				if profile.Top == 0 {
					if len(r.Chunks(plan.Decided{})) > 0 {
						t.Error("there is a picture, where sound alone is asked for")
					}
					return
				}
				p := chunk(t, r, plan.Decided{}, 1)
				made := outputs(t, chunkArgs("/in/source", "/out", p))
				if got, want := len(made), len(p.Rungs)+2; got != want || len(p.Rungs) == 0 {
					t.Errorf("%d outputs, want %d: %v", got, want, made)
				}
				for i, rung := range p.Rungs {
					want := wanted(rung, keyTimes(p.Keys))
					want["-map"] = "[v" + strconv.Itoa(i) + "]"
					if diff := cmp.Diff(want, made["/out/"+rung.ID+".raw.mp4"]); diff != "" {
						t.Errorf("%s differs (-want +got):\n%s", rung.ID, diff)
					}
				}
			})
		}
	}
}

// wanted is what a rung is to be encoded with.
func wanted(r plan.Rung, keys string) map[string]string {
	want := map[string]string{
		"-pix_fmt": "yuv420p", "-crf": strconv.Itoa(r.CRF), "-preset": r.Preset, "-flags:v": "+bitexact",
		"-force_key_frames": keys, "-g": "100000", "-fps_mode": "vfr", "-enc_time_base": "1:90000",
		"-fflags": "+bitexact", "-video_track_timescale": "90000", "-avoid_negative_ts": "disabled",
		"-output_ts_offset": "10", "-use_editlist": "0",
		"-movflags": "+frag_keyframe+empty_moov+default_base_moof+frag_discont", "-f": "mp4",
	}
	switch r.Codec {
	case plan.H264:
		want["-c:v"], want["-profile:v"], want["-sc_threshold"] = "libx264", "high", "0"
		want["-maxrate"], want["-bufsize"] = strconv.Itoa(r.MaxRate), strconv.Itoa(2*r.MaxRate)
		if r.Options != "" {
			want["-x264-params"] = r.Options
		}
	case plan.AV1:
		want["-c:v"], want["-svtav1-params"] = "libsvtav1", "enable-force-key-frames=1:"+r.Options
	}
	return want
}

// A sample tells what a rung will take only if it is encoded like the rung.
func TestSampleIsEncodedLikeTheRung(t *testing.T) {
	t.Parallel()
	for _, profile := range plan.Profiles() {
		step, want := planned(t, profile.Name, talk()).Sample(false)
		if want != (profile.Top > 0) {
			t.Errorf("%s: a sample is %v", profile.Name, want)
		}
		if !want {
			continue
		}
		p := paramsOf[plan.SampleParams](t, step)
		made := outputs(t, sampleArgs("/in/source", "/scratch", p))
		for _, rung := range p.Rungs {
			got := made["/scratch/"+rung.ID+".raw.mp4"]
			for _, option := range []string{"-c:v", "-crf", "-preset", "-maxrate", "-bufsize", "-x264-params", "-svtav1-params", "-pix_fmt", "-g"} {
				if want := wanted(rung, "")[option]; got[option] != want {
					t.Errorf("%s: the sample of %s has %s %q, want %q", profile.Name, rung.ID, option, got[option], want)
				}
			}
		}
	}
}
