package transcode

import (
	"fmt"
	"io"
	"math"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/soundmatch"
)

// decodeArgs is ffmpeg's command line that decodes a track of src on the timeline,
// as soundFilters do, to the samples that a [soundmatch.Writer] takes.
func decodeArgs(src string, at plan.Timeline, track plan.Track) []string {
	args := append(ffmpeg.Quiet(), timeArgs(at, "-vn")...)
	args = append(args, ffmpeg.Input(src)...)
	args = append(args, "-max_error_rate", "1", "-filter_complex", fmt.Sprintf(
		"[0:%d]asetpts='round(PTS-%s/TB)',aresample=%d%s:first_pts=0,%s[a]",
		track.Index, number(at.Zero()+track.PadStart), soundmatch.SampleRate, resampleOptions(at), mix(1)),
		"-map", "[a]", "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1")
	return append(args, otherArgs(at, track.Index)...)
}

// exactWriter writes exactly the planned number of bytes to to: it drops and counts
// those beyond.
type exactWriter struct {
	to        io.Writer
	left, all int64
	report    func(float64)
}

func (w *exactWriter) Write(p []byte) (int, error) {
	n := len(p)
	p = p[:max(0, min(int64(n), w.left))]
	w.left -= int64(n)
	if _, err := w.to.Write(p); err != nil {
		return 0, fmt.Errorf("fingerprint: %w", err)
	}
	if w.report != nil && w.all > 0 {
		w.report(min(1, 1-float64(w.left)/float64(w.all)))
	}
	return n, nil
}

// silence writes n bytes of silence.
func (w *exactWriter) silence(n int64) {
	for none := make([]byte, 1<<16); n > 0; n -= int64(len(none)) {
		_, _ = w.Write(none[:min(n, int64(len(none)))]) // a Writer never fails
	}
}

// samplesIn is the number of samples that a fingerprint takes for a time.
func samplesIn(seconds float64) int64 { return int64(math.Round(seconds * soundmatch.SampleRate)) }
