package transcode

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
)

// soundArgs is ffmpeg's command line that encodes all sound of the file src to dir,
// with an adjustment for each track.
func soundArgs(src, dir string, p plan.AudioParams, adjustments []adjustment) []string {
	args := append(append(append(baseArgs(), "-y"), timeArgs(p.Timeline, "-vn")...), ffmpeg.Input(src)...)
	chains := make([]string, 0, len(p.Tracks))
	for i, t := range p.Tracks {
		chains = append(chains, fmt.Sprintf("[0:%d]%s[a%d]", t.Index, soundFilters(t, p, adjustments[i]), i))
	}
	args = append(args, "-max_error_rate", "1", "-filter_complex", strings.Join(chains, ";"), "-map_metadata", "-1", "-map_chapters", "-1")
	for i, t := range p.Tracks {
		args = append(args, "-map", fmt.Sprintf("[a%d]", i),
			"-c:a", "aac", "-b:a", strconv.Itoa(t.BitRate),
			"-ar", strconv.Itoa(plan.SampleRate), "-ac", strconv.Itoa(t.Channels),
			"-fflags", "+bitexact", "-flags:a", "+bitexact",
			"-frag_duration", strconv.Itoa(int(p.Segment*1e6)),
			// CMAF tracks (ISO/IEC 23000-19): a header without samples, then fragments.
			"-movflags", "+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer", "-f", "mp4",
			filepath.Join(dir, layout.Audio(t.ID)))
	}
	return append(args, otherArgs(p.Timeline, indexes(p.Tracks)...)...)
}

// priming is how many samples of its own ffmpeg's AAC encoder puts first. As
// many of ours are left out for them, or the sound would come 21 ms late in a
// fragmented file, whose header has no place to say it.
const priming = 1024

// soundFilters put a track on the timeline: they pad its start and its gaps with
// silence and end it where the recording ends. The whole track gets one gain.
func soundFilters(t plan.Track, p plan.AudioParams, do adjustment) string {
	filters := append(mixFilters(t, p, do), levelFilters(do.Setting)...)
	if t.PadStart > 0 {
		filters = append(filters, fmt.Sprintf("adelay=%d:all=1", int(t.PadStart*1000+0.5)))
	}
	end := number(p.Duration)
	// What is broken may change its channels on the way. The graph is made anew
	// then, and its frames would not have the encoder's size any more.
	return strings.Join(append(filters, "apad=whole_dur="+end,
		fmt.Sprintf("atrim=start_sample=%d:end=%s", priming, end), "asetnsamples=n=1024:p=0"), ",")
}

// mixFilters convert a track to its channels, from its first sample on.
func mixFilters(t plan.Track, p plan.AudioParams, do adjustment) []string {
	filters := []string{
		fmt.Sprintf("asetpts='round(PTS-%s/TB)'", number(p.Zero()+t.PadStart)),
		fmt.Sprintf("aresample=%d%s:first_pts=0", plan.SampleRate, resampleOptions(p.Timeline)),
	}
	if do.only > 0 {
		filters = append(filters, mix(2), fmt.Sprintf("pan=mono|c0=c%d", do.only-1))
	} else {
		filters = append(filters, mix(t.Channels))
	}
	return filters
}

// levelFilters are a gain and the limiter after it. The limiter looks ahead by its
// attack; latency=1 compensates the delay, so that no sample moves.
func levelFilters(s plan.Setting) []string {
	var filters []string
	if s.Gain != 0 {
		filters = append(filters, "volume="+number(s.Gain)+"dB")
	}
	if s.Ceiling == 0 {
		return filters
	}
	limiter := fmt.Sprintf("alimiter=level=0:latency=1:attack=5:release=50:limit=%.4f", max(lowestLimit, math.Pow(10, s.Ceiling/20)))
	if !s.Fine {
		return append(filters, limiter)
	}
	return append(filters, fmt.Sprintf("aresample=%d", oversampling*plan.SampleRate), limiter, fmt.Sprintf("aresample=%d", plan.SampleRate))
}

const (
	oversampling = 4      // times the sample rate, at which true peaks are seen (ITU-R BS.1770-4, annex 2)
	lowestLimit  = 0.0625 // of alimiter
)
