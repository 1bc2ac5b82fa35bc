package transcode

import (
	"context"
	"fmt"
	"image"
	"io"
	"math"
	"slices"
	"sync/atomic"

	"proceedings/internal/ffmpeg"
)

// maxStillWidth is the greatest width of a still, pixels. The slide may be a part of it.
const maxStillWidth = 3840

// stillRate is the number of times a second at which a still can be taken.
const stillRate = 10

// Stills decodes what the picture shows at some times in seconds, in ascending order, and calls
// each with the index of the time. The stills have the width of the rendition, and that height
// for each pixel of width: its pixels may not be square. One ffmpeg reads the segments with
// these times, and no others. The image is valid until each returns.
func (p *Picture) Stills(ctx context.Context, times []float64, shape float64, each func(i int, img *image.RGBA) error) error {
	if !slices.IsSorted(times) {
		return fmt.Errorf("take stills: the %d times are not in order", len(times))
	}
	taken := 0
	for taken < len(times) {
		list, n := p.segmentsAt(times[taken:])
		if n == 0 {
			return fmt.Errorf("take stills: there is no picture at %.3f s", times[taken])
		}
		width := min(maxStillWidth, p.places[list[0]].part.Width)
		size := image.Pt(width, max(1, int(math.Round(float64(width)*shape))))
		now, first := times[taken:taken+n], taken
		err := p.run(ctx, list, stillArgs(now, size), func(out io.Reader, busy *atomic.Bool) error {
			fits := func(bytes int64) bool { return bytes == int64(4*size.X*size.Y) }
			return readPixels(out, fits, func(millis int64, pixels []byte) error {
				busy.Store(true)
				defer busy.Store(false)
				at := slot(float64(millis)/1000 + keyTolerance)
				img := &image.RGBA{Pix: pixels, Stride: 4 * size.X, Rect: image.Rectangle{Max: size}}
				for taken-first < n && slot(now[taken-first]) <= at { // two times may share a frame
					if err := each(taken, img); err != nil {
						return err
					}
					taken++
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
		if taken < first+n {
			return fmt.Errorf("take stills: %w: none at %.3f s", errUncut, times[taken])
		}
	}
	return nil
}

// slot is the number of the last tenth of a second up to a time.
func slot(at float64) int64 { return int64(math.Floor(at*stillRate + 1e-6)) }

// segmentsAt returns the segments with the first n times that one ffmpeg can decode: those
// with one initialisation section. Beyond the end, the last segment counts.
func (p *Picture) segmentsAt(times []float64) (list []int, n int) {
	at := 0
	for _, t := range times {
		for at+1 < len(p.segments) && p.segments[at+1].Start <= float64(slot(t))/stillRate {
			at++
		}
		if len(p.segments) == 0 || len(list) > 0 && p.places[at].part.InitSum != p.places[list[0]].part.InitSum {
			break
		}
		if len(list) == 0 || list[len(list)-1] != at {
			list = append(list, at)
		}
		n++
	}
	return list, n
}

// stillArgs have ffmpeg decode segments, and keep what they show at some times. The filter fps
// repeats the last frame until the next one, also where the rate varies, and has stillRate
// as its time base: PTS are numbers of slots.
func stillArgs(times []float64, size image.Point) []string {
	var slots []int64
	for _, t := range times {
		slots = append(slots, slot(t))
	}
	wanted := isOneOf(slices.Compact(slots))
	args := append(ffmpeg.Quiet("-copyts", "-threads", "1"), "-protocol_whitelist", "pipe", "-f", "mov", "-i", "pipe:0", "-map", "0:v:0",
		"-vf", fmt.Sprintf("fps=%d:round=up,select='%s',scale=%d:%d:flags=lanczos+accurate_rnd+full_chroma_int,format=rgba", stillRate, wanted, size.X, size.Y),
		"-filter_threads", "1", "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "rawvideo", "-avoid_negative_ts", "disabled")
	return append(args, "-f", "matroska", "pipe:1")
}

// isOneOf is an expression that tells whether PTS is among ascending numbers, by binary
// search: ffmpeg refuses sums of more than a hundred terms.
func isOneOf(numbers []int64) string {
	if len(numbers) == 1 {
		return fmt.Sprintf("eq(pts,%d)", numbers[0])
	}
	half := len(numbers) / 2
	return fmt.Sprintf("if(lt(pts,%d),%s,%s)", numbers[half], isOneOf(numbers[:half]), isOneOf(numbers[half:]))
}
