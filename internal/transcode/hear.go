package transcode

import (
	"fmt"
	"io"
	"math"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/soundmatch"
)

// hearArgs is ffmpeg's command line that decodes a track of src on the timeline,
// as soundFilters do, to what a [soundmatch.Writer] takes.
func hearArgs(src string, at plan.Timeline, track plan.Track) []string {
	args := append(ffmpeg.Quiet(), timeArgs(at, "-vn")...)
	args = append(args, ffmpeg.Input(src)...)
	args = append(args, "-max_error_rate", "1", "-filter_complex", fmt.Sprintf(
		"[0:%d]asetpts='round(PTS-%s/TB)',aresample=%d%s:first_pts=0,%s[a]",
		track.Index, number(at.Zero()+track.PadStart), soundmatch.SampleRate, resampleOptions(at), mix(1)),
		"-map", "[a]", "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1")
	return append(args, otherArgs(at, track.Index)...)
}

// fill passes on as many bytes of sound as there are to be, and counts those
// that come beyond.
type fill struct {
	to        io.Writer
	left, all int64
	report    func(float64)
}

func (f *fill) Write(p []byte) (int, error) {
	n := len(p)
	p = p[:max(0, min(int64(n), f.left))]
	f.left -= int64(n)
	if _, err := f.to.Write(p); err != nil {
		return 0, fmt.Errorf("fingerprint: %w", err)
	}
	if f.report != nil && f.all > 0 {
		f.report(min(1, 1-float64(f.left)/float64(f.all)))
	}
	return n, nil
}

// silence writes so many bytes of it.
func (f *fill) silence(n int64) {
	for none := make([]byte, 1<<16); n > 0; n -= int64(len(none)) {
		_, _ = f.Write(none[:min(n, int64(len(none)))]) // a Writer never fails
	}
}

// samplesIn is how many samples of a fingerprint's sound a time has.
func samplesIn(seconds float64) int64 { return int64(math.Round(seconds * soundmatch.SampleRate)) }
