package transcode

import (
	"bytes"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// evenKeys is where n segments of a stretch begin, rounded to ticks as a plan
// does it.
func evenKeys(from, length uint64, n int) []uint64 {
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = from + length*uint64(i)/uint64(n)
	}
	return keys
}

// Linux takes no argument of 128 KiB, however long a chunk is.
func TestKeyTimesFitAnArgument(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60_000).Draw(t, "segments")
		from := rapid.Uint64Range(0, 100*3600*plan.Timescale).Draw(t, "from")
		length := uint64(n)*5*plan.Timescale + rapid.Uint64Range(0, plan.Timescale).Draw(t, "more")
		if got := keyTimes(evenKeys(from, length, n)); len(got) >= 128<<10 {
			t.Fatalf("%d bytes for %d segments", len(got), n)
		}
	})
}

func TestKeyTimes(t *testing.T) {
	t.Parallel()
	uneven := evenKeys(0, 20_000*5*plan.Timescale, 20_000)
	uneven[7000] += plan.Timescale
	tests := []struct {
		name string
		keys []uint64
		want string // how it begins
		n    int    // times in a list
	}{
		{"the first is no earlier than the picture", []uint64{0, 450_000}, "0.000000,4.999500", 2},
		{"one alone", []uint64{900_000}, "9.999500", 1},
		{"a third of a second is rounded", []uint64{30_000}, "0.332833", 1},
		{"twenty hours are a rule", evenKeys(0, 72_000*plan.Timescale, 14_400), "expr:lt(n_forced,14400)*gte(t,n_forced*450000/90000-0.0005)", 0},
		{"what is cut unevenly stays a list", uneven, "0.000000,4.999500,", 20_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := keyTimes(tt.keys)
			if !strings.HasPrefix(got, tt.want) || tt.n > 0 && strings.Count(got, ",") != tt.n-1 {
				t.Errorf("keyTimes = %.100q with %d commas, want %q and %d times", got, strings.Count(got, ","), tt.want, tt.n)
			}
		})
	}
}

// The rule puts key frames where the list does, also after a gap in the picture
// that is longer than a segment, in a chunk that begins late, and no matter
// where the rounding of a segment's length falls.
func TestKeyRuleIsTheList(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	const from, length, segments = 1_234_567, 40 * plan.Timescale, 17
	keys := evenKeys(from, length, segments)
	step, even := spacing(keys)
	if !even {
		t.Fatalf("%v is not even", keys)
	}
	dir := t.TempDir()
	args := []string{
		"-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=41",
		"-filter_complex", "[0:0]settb=1/90000,setpts=PTS+" + number(plan.Seconds(from)) + "/TB,select='lt(mod(n,7),5)*not(between(n,300,520))',split=2[a][b]",
	}
	lists := []string{keyTimes(keys), keyRule(step, len(keys))}
	for i, forced := range lists {
		rung := rungArgs(plan.Rung{Quality: plan.Quality{Codec: plan.H264, Preset: "ultrafast", CRF: 40}, MaxRate: 1e6}, keys)
		rung[slices.Index(rung, "-force_key_frames")+1] = forced
		args = append(append(args, "-map", "["+"ab"[i:i+1]+"]"), rung...)
		args = append(append(args, muxArgs(timeOffset)...), filepath.Join(dir, strconv.Itoa(i)+".mp4"))
	}
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: "ffmpeg", Args: args, Dir: dir, Write: []string{dir}}); err != nil {
		t.Fatal(err)
	}
	var found [2]string
	for i := range found {
		var out bytes.Buffer
		_, err := proctest.Runner(t).Run(t.Context(), proc.Command{
			Path: "ffprobe", Dir: dir, Read: []string{dir}, Stdout: &out,
			Args: []string{"-v", "error", "-show_entries", "packet=pts,flags", "-of", "csv=p=0", filepath.Join(dir, strconv.Itoa(i)+".mp4")},
		})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if strings.Contains(line, "K") {
				found[i] += line
			}
		}
	}
	// The gap of 9 s swallows the boundaries in it; what follows catches up.
	if n := strings.Count(found[0], "K"); found[0] != found[1] || n != segments {
		t.Errorf("key frames by a list:\n%sand by a rule:\n%swant the same %d", found[0], found[1], segments)
	}
}
