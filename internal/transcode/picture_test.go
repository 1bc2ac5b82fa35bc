package transcode_test

import (
	"context"
	"errors"
	"image"
	"io"
	"math"
	"strings"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// numbered is 30 s of video in which each frame shows its number, as ten bars that are white
// for a bit of 1. Its rate varies: frame n is shown at shownAt(n). The bars are drawn one
// pixel wide and enlarged, since geq evaluates its expression for each pixel.
func numbered() []string {
	return []string{
		"-f", "lavfi", "-i", "nullsrc=s=10x6:r=25:d=30,geq=lum='if(bitand(N,pow(2,X)),235,16)':cb=128:cr=128,scale=320:180:flags=neighbor,setsar=1," +
			"settb=1/1000,setpts='N*40+mod(N*3,5)*7'",
		"-fps_mode", "vfr", "-enc_time_base", "1:1000",
	}
}

func shownAt(n int) float64 { return float64(n*40+n*3%5*7) / 1000 }

// numberOf reads the number of a frame.
func numberOf(img *image.Gray) (n int) {
	for bit := range 10 {
		if img.GrayAt(bit*64+32, img.Rect.Dy()/2).Y > 128 {
			n |= 1 << bit
		}
	}
	return n
}

// rungsOf encodes a recording in chunks of ten seconds.
func rungsOf(t *testing.T, src string) *stepRunner {
	t.Helper()
	tools := proctest.Plain()
	found, err := (&probe.Prober{Runner: tools}).File(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	profile := short()
	profile.Chunk = 10
	sum := strings.Repeat("0", 64)
	p := product{root: t.TempDir(), found: *found.Media, plan: profile.Recording(sum, layout.Public, *found.Media)}
	r := &stepRunner{T: t, product: &p, sources: map[string]string{sum: src}, tc: &transcode.Transcoder{Runner: proctest.Runner(t)}}
	r.encode(r.copyPicture())
	return r
}

func TestPictureReadsFramesAtTheirTimes(t *testing.T) {
	t.Parallel()
	r := rungsOf(t, film(t, "numbered.mkv", numbered(), x264("-bf", "2")))
	opens := 0
	open := func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
		opens++
		return r.open(ctx, piece, off, n)
	}
	for _, rung := range []string{"144p", "180p"} { // encoded, and copied
		p, err := r.tc.Picture(rung, r.made, 0, math.Inf(1), open)
		if err != nil {
			t.Fatal(err)
		}
		list := p.Segments()
		if len(list) < 5 || list[0].Start != 0 || math.Abs(list[len(list)-1].End-30) > 0.1 {
			t.Fatalf("%s: segments are %v", rung, list)
		}
		for i, s := range list {
			if s.End <= s.Start || i > 0 && s.Start != list[i-1].End || s.Changes <= 0 {
				t.Errorf("%s: segment %d is %v", rung, i, s)
			}
		}
		opens = 0
		keys := 0
		err = p.Keys(t.Context(), func(f align.Frame) error {
			if at := shownAt(numberOf(f.Image)); math.Abs(at-f.Time) > 0.002 || f.Time != list[keys].Start {
				t.Errorf("%s: key frame %d has time %.4f; it is shown at %.4f, and segment at %.4f", rung, keys, f.Time, at, list[keys].Start)
			}
			keys++
			return nil
		})
		if err != nil || keys != len(list) || opens > len(r.chunks)+2 {
			t.Errorf("%s: %d key frames of %d segments with %d reads of %d chunks: %v", rung, keys, len(list), opens, len(r.chunks), err)
		}
		some := []int{0, 1, len(list) - 2}
		inside := func(at float64) bool {
			for _, i := range some {
				if at >= list[i].Start-0.001 && at < list[i].End {
					return true
				}
			}
			return false
		}
		frames, last := 0, -1.0
		err = p.Frames(t.Context(), some, func(f align.Frame) error {
			if at := shownAt(numberOf(f.Image)); math.Abs(at-f.Time) > 0.002 || !inside(f.Time) || f.Time <= last {
				t.Errorf("%s: a frame after %.4f has time %.4f; it is shown at %.4f", rung, last, f.Time, at)
			}
			last = f.Time
			frames++
			return nil
		})
		var length float64
		for _, i := range some {
			length += list[i].End - list[i].Start
		}
		if err != nil || math.Abs(float64(frames)-10*length) > 3 {
			t.Errorf("%s: %d frames of %.2f s: %v", rung, frames, length, err)
		}
	}
}

func TestPictureOfAStretch(t *testing.T) {
	t.Parallel()
	r := rungsOf(t, film(t, "numbered.mkv", numbered(), x264("-bf", "2")))
	p, err := r.tc.Picture("144p", r.made, 12, 21, r.open)
	if err != nil {
		t.Fatal(err)
	}
	list := p.Segments()
	if list[0].Start > 12 || list[0].End <= 12 || list[len(list)-1].Start >= 21 || list[len(list)-1].End < 21 {
		t.Errorf("segments from 12 to 21 s are %v", list)
	}
	stop := errors.New("enough")
	calls := 0
	if err = p.Keys(t.Context(), func(align.Frame) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("after an error of the reader: %v, %d calls", err, calls)
	}
	broken := errors.New("no route to the storage")
	p, err = r.tc.Picture("144p", r.made, 0, 30, func(context.Context, meeting.Piece, int64, int64) (io.ReadCloser, error) { return nil, broken })
	if err != nil {
		t.Fatal(err)
	}
	if err = p.Keys(t.Context(), func(align.Frame) error { return nil }); !errors.Is(err, broken) {
		t.Errorf("without a storage: %v", err)
	}
	if err = p.Frames(t.Context(), []int{2, 1}, func(align.Frame) error { return nil }); err == nil {
		t.Error("segments out of order are no error")
	}
	if _, err = r.tc.Picture("90p", r.made, 0, 30, r.open); err == nil {
		t.Error("an unknown rendition is no error")
	}
}

func TestLocalPicture(t *testing.T) {
	t.Parallel()
	path := film(t, "numbered.mp4", numbered(), x264("-movflags", "+frag_keyframe+empty_moov+default_base_moof"))
	p, err := (&transcode.Transcoder{Runner: proctest.Plain()}).LocalPicture(path, 0, math.Inf(1))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = p.Keys(t.Context(), func(f align.Frame) error {
		if at := shownAt(numberOf(f.Image)); math.Abs(at-f.Time) > 0.002 {
			t.Errorf("a key frame has time %.4f; it is shown at %.4f", f.Time, at)
		}
		n++
		return nil
	})
	if err != nil || n != len(p.Segments()) || n < 10 {
		t.Errorf("%d key frames of %d segments: %v", n, len(p.Segments()), err)
	}
}
