package transcode_test

import (
	"context"
	"errors"
	"image"
	"io"
	"math"
	"slices"
	"testing"

	"proceedings/internal/meeting"
)

func TestStillsAreTakenAtTheirTimes(t *testing.T) {
	t.Parallel()
	r := rungsOf(t, film(t, "numbered.mkv", numbered(), x264("-bf", "2")))
	for _, rung := range []string{"144p", "180p"} { // encoded, and copied
		opens := 0
		p, err := r.tc.Picture(rung, r.made, 0, math.Inf(1), func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
			opens++
			return r.open(ctx, piece, off, n)
		})
		if err != nil {
			t.Fatal(err)
		}
		times := []float64{0, 3.3, 3.3, 3.35, 11.999, 21.04, 29.7}
		var taken []int
		err = p.Stills(t.Context(), times, 0.5, func(i int, img *image.RGBA) error {
			taken = append(taken, i)
			size := img.Rect.Size()
			n := 0
			for bit := range 10 {
				if img.RGBAAt(size.X*(2*bit+1)/20, size.Y/2).G > 128 {
					n |= 1 << bit
				}
			}
			// What is shown at the last tenth of a second.
			if at := shownAt(n); at > times[i]+0.002 || at < times[i]-0.16 {
				t.Errorf("%s: the still of %.3f s is frame %d, shown at %.3f s", rung, times[i], n, at)
			}
			if size.Y != size.X/2 || rung == "180p" && size.X != 320 {
				t.Errorf("%s: the still has %v pixels", rung, size)
			}
			return nil
		})
		if err != nil || !slices.Equal(taken, []int{0, 1, 2, 3, 4, 5, 6}) || opens > len(times)+2 {
			t.Errorf("%s: stills %v with %d reads: %v", rung, taken, opens, err)
		}
	}
}

// TestManyStills: a day of talks has a thousand slides, with three stills each. Their times are
// an argument, which Linux limits to 128 KB.
func TestManyStills(t *testing.T) {
	t.Parallel()
	r := rungsOf(t, film(t, "numbered.mkv", numbered(), x264("-bf", "2")))
	p, err := r.tc.Picture("144p", r.made, 0, 30, r.open)
	if err != nil {
		t.Fatal(err)
	}
	var times []float64
	for i := range 2400 {
		times = append(times, float64(i)/81)
	}
	n := 0
	if err = p.Stills(t.Context(), times, 0.5, func(int, *image.RGBA) error { n++; return nil }); err != nil || n != len(times) {
		t.Errorf("%d stills of %d: %v", n, len(times), err)
	}
}

func TestStillsThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	r := rungsOf(t, film(t, "numbered.mkv", numbered(), x264("-bf", "2")))
	p, err := r.tc.Picture("144p", r.made, 0, 30, r.open)
	if err != nil {
		t.Fatal(err)
	}
	take := func(each func(int, *image.RGBA) error, times ...float64) error {
		return p.Stills(t.Context(), times, 0.5, each)
	}
	ignore := func(int, *image.RGBA) error { return nil }
	if err = take(ignore, 3, 2); err == nil {
		t.Error("times out of order are no error")
	}
	if err = take(ignore); err != nil {
		t.Errorf("no times: %v", err)
	}
	if err = take(ignore, 2, 40); err == nil {
		t.Error("a time beyond the end is no error")
	}
	stop := errors.New("enough")
	if err = take(func(int, *image.RGBA) error { return stop }, 2, 3); !errors.Is(err, stop) {
		t.Errorf("after an error of the reader: %v", err)
	}
	broken := errors.New("no route to the storage")
	p, err = r.tc.Picture("144p", r.made, 0, 30, func(context.Context, meeting.Piece, int64, int64) (io.ReadCloser, error) { return nil, broken })
	if err != nil {
		t.Fatal(err)
	}
	if err = take(ignore, 2); !errors.Is(err, broken) {
		t.Errorf("without a storage: %v", err)
	}
}
