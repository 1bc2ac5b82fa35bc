package cmaf_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/cmaf"
)

const second = 90000

// uneven is a picture of 160×96 at 25 frames a second, out of which frames are
// missing here and there, as a screen recording's are.
const uneven = "-f lavfi -i testsrc2=s=160x96:r=25:d=6,select='not(eq(mod(n\\,7)\\,3)+gt(mod(n\\,50)\\,44))' -fps_mode passthrough "

// times are those of uneven's frames, in ticks.
func unevenTimes() (list []int64) {
	for n := range int64(150) {
		if n%7 != 3 && n%50 <= 44 {
			list = append(list, n*second/25)
		}
	}
	return list
}

func TestChunksJoinWithoutGap(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args  string
		delay uint64
		level string // of what ffprobe may say
	}{
		"with frames that refer forward": {x264, 2 * second / 25, "warning"},
		"with more delay than they need": {x264, second / 2, "warning"},
		// Decoding times are then but a tick apart here and there, which ffprobe
		// remarks on when it guesses a frame rate.
		"with less delay than the encoder thought": {x264, second / 50, "error"},
		"with none": {x264 + " -bf 0", 0, "warning"},
		"with AV1":  {"-c:v libsvtav1 -preset 12 -g 25 -svtav1-params lp=1", 0, "warning"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := uneven + c.args
			// Two stretches, each by an encoder of its own: the cut is at 3 s.
			first := encode(t, args+" -t 3")
			other := encode(t, args+" -ss 3 -t 3")
			one, p := rewrite(t, first, cmaf.Options{Offset: offset, End: 3 * second, Hold: second, Delay: c.delay, Cuts: []uint64{second, 2 * second}})
			two, q := rewrite(t, other, cmaf.Options{Offset: offset - 3*second, Start: 3 * second, End: 6 * second, Hold: second, Delay: c.delay, Cuts: []uint64{4 * second, 5 * second}})

			if p.InitSum != q.InitSum || !bytes.Equal(one[:p.Init], two[:q.Init]) {
				t.Errorf("initialisation sections differ: %x and %x", one[:p.Init], two[:q.Init])
			}
			if p.Start != 0 || p.Start+p.Ticks() != q.Start || q.Start+q.Ticks() != 6*second {
				t.Errorf("stretches last %d to %d and %d to %d, want 0 to 3 s to 6 s", p.Start, p.Start+p.Ticks(), q.Start, q.Start+q.Ticks())
			}
			if !strings.HasPrefix(p.Codecs, "av") || p.Codecs != q.Codecs || p.Width != 160 || p.Height != 96 {
				t.Errorf("they are %s and %s, %d×%d", p.Codecs, q.Codecs, p.Width, p.Height)
			}
			if len(p.Segments) != 3 || len(q.Segments) != 3 {
				t.Errorf("%d and %d segments, want 3 each", len(p.Segments), len(q.Segments))
			}
			joined := append(slices.Clone(one), two[q.Init:]...)
			list := packets(t, joined, c.level)
			if got, want := shown(list), unevenTimes(); !slices.Equal(got, want) {
				t.Errorf("packets are shown at\n%v, want\n%v", got, want)
			}
			if got, want := decoded(t, joined, c.level), unevenTimes(); !slices.Equal(got, want) {
				t.Errorf("frames are shown at\n%v, want\n%v", got, want)
			}
			if got := shown(packets(t, remuxed(t, joined), c.level)); !slices.Equal(got, unevenTimes()) {
				t.Errorf("as a plain MP4, packets are shown at\n%v, want\n%v", got, unevenTimes())
			}
		})
	}
}

// remuxed is a file as a player's "save as": a plain MP4.
func remuxed(t *testing.T, file []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.mp4"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "ffmpeg", "-v error -nostdin -i in.mp4 -c copy -movflags +faststart out.mp4")
	return read(t, filepath.Join(dir, "out.mp4"))
}

func TestCopiedSourceIsCutAtKeyFrames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run(t, dir, "ffmpeg", "-v error -nostdin -f lavfi -i testsrc2=s=160x96:r=25:d=13 "+
		"-c:v libx264 -preset veryfast -threads 1 -bf 2 -g 50 -keyint_min 50 -x264-params scenecut=0 -pix_fmt yuv420p in.ts")
	run(t, dir, "ffmpeg", "-v error -nostdin -i in.ts -c copy "+fragmented+" out.mp4")
	src := read(t, filepath.Join(dir, "out.mp4"))

	out, part := rewrite(t, src, cmaf.Options{
		Offset: offset, End: 13 * second, Hold: second, Delay: 3600, Cuts: []uint64{1, 4*second - 2, 8*second + 2, 12 * second}, Strict: true,
	})
	var got []uint64
	for _, s := range part.Segments {
		got = append(got, s.Ticks)
	}
	if want := []uint64{4*second - 2, 4*second + 4, 4*second - 2, second}; !slices.Equal(got, want) {
		t.Errorf("segments last %v, want %v", got, want)
	}
	var keys []int64
	for _, p := range packets(t, out, "warning") {
		if p.key {
			keys = append(keys, p.pts)
		}
	}
	if want := []int64{0, 2 * second, 4*second - 2, 6 * second, 8*second + 2, 10 * second, 12 * second}; !slices.Equal(keys, want) {
		t.Errorf("key frames are shown at %v, want %v", keys, want)
	}
	if part.Codecs != "avc1.64000B" && part.Codecs != "avc1.64000A" || part.Width != 160 || part.Height != 96 || part.Frames != 13*25 {
		t.Errorf("measured %s, %d×%d, %d frames", part.Codecs, part.Width, part.Height, part.Frames)
	}
}

func TestStrictRefusesUnfitPictures(t *testing.T) {
	t.Parallel()
	const source = "-f lavfi -i testsrc2=s=160x96:r=25:d=4 -c:v libx264 -preset veryfast -threads 1 "
	for name, c := range map[string]struct {
		args string // of the encoder
		also string // of another, whose file follows
		want string
	}{
		"frames that refer across key frames": {source + "-g 25 -bf 3 -pix_fmt yuv420p -x264-params open-gop=1:b-adapt=0:scenecut=0", "", "has open groups of pictures"},
		"other settings on the way":           {source + "-g 25 -pix_fmt yuv420p", source + "-g 25 -pix_fmt yuv420p -qp 20 -refs 5 -profile:v main", "changes its parameters at 0:04"},
		"fields":                              {source + "-g 25 -pix_fmt yuv420p -flags +ildct+ilme", "", "is coded interlaced"},
		"ten bits":                            {source + "-g 25 -pix_fmt yuv420p10le", "", "has more than eight bits a sample"},
		"all colours":                         {source + "-g 25 -pix_fmt yuv444p", "", "has not the usual colour resolution (4:2:0)"},
		"no key frame for long":               {"-f lavfi -i testsrc2=s=160x96:r=5:d=11 -c:v libx264 -preset veryfast -threads 1 -g 999 -pix_fmt yuv420p", "", "has only one key frame in 10 seconds"},
		"nothing odd":                         {source + "-g 25 -bf 3 -pix_fmt yuv420p", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			run(t, dir, "ffmpeg", "-v error -nostdin "+c.args+" a.ts")
			from := "concat:a.ts"
			if c.also != "" {
				run(t, dir, "ffmpeg", "-v error -nostdin "+c.also+" -output_ts_offset 4.08 b.ts")
				from += "|b.ts"
			}
			run(t, dir, "ffmpeg", "-v fatal -nostdin -i "+from+" -c copy "+fragmented+" out.mp4")
			src := read(t, filepath.Join(dir, "out.mp4"))

			o := cmaf.Options{Offset: offset, End: 8 * second, Hold: second, Delay: 7200, Longest: 21 * second / 2, Strict: true}
			_, err := cmaf.Rewrite(&bytes.Buffer{}, bytes.NewReader(src), o)
			unfit, _ := errors.AsType[cmaf.Unfit](err)
			if unfit.Reason != c.want || (err != nil) != (c.want != "") {
				t.Errorf("Rewrite says %v, want it unfit: %q", err, c.want)
			}
			if err != nil && err.Error() != c.want {
				t.Errorf("the error reads %q, want %q", err, c.want)
			}
			o.Strict = false
			rewrite(t, src, o) // whatever it is, it can be made to fit
		})
	}
}
