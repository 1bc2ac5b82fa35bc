package transcode

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
)

// timeOffset is how far the times in ffmpeg's files are ahead of the timeline, in
// seconds: no time is negative then, and the muxer moves none.
const timeOffset = 10

// baseArgs are the options that every run begins with which reports its progress.
func baseArgs(more ...string) []string {
	return append(ffmpeg.Quiet(more...), ffmpeg.Progress()...)
}

// chunkArgs is ffmpeg's command line for one chunk of the file src, into dir: it
// decodes once and writes all outputs.
func chunkArgs(src, dir string, p plan.ChunkParams) []string {
	args := append(baseArgs(), inputArgs(src, p)...)
	args = append(args, "-max_error_rate", "1", "-filter_complex", pictureGraph(sourceChain(p), p))
	return append(append(args, outputArgs(dir, p)...), otherArgs(p.Timeline, p.Picture.Index)...)
}

// blackArgs is the same for a chunk of which nothing can be decoded: it writes as
// many segments of black video.
func blackArgs(dir string, p plan.ChunkParams) []string {
	// -y overwrites the output of the run that failed.
	args := append(baseArgs(), "-y", "-f", "lavfi", "-i", fmt.Sprintf("color=black:s=320x180:r=5:d=%s", number(plan.Seconds(p.To-p.From))))
	head := fmt.Sprintf("[0:0]setpts=PTS+%s/TB", number(plan.Seconds(p.From)))
	args = append(args, "-filter_complex", pictureGraph(head, p))
	return append(args, outputArgs(dir, p)...)
}

// inputArgs open src at the place where the chunk begins.
func inputArgs(src string, p plan.ChunkParams) []string {
	args := timeArgs(p.Timeline, "-an")
	if p.Seek != nil {
		args = append(args, "-seek_timestamp", "1", "-noaccurate_seek", "-ss", number(*p.Seek))
	}
	return append(append(args, oneGraph(p.Picture)...), ffmpeg.Input(src)...)
}

// oneGraph keeps a filter graph when the picture changes its size or format on
// the way. A new one would begin to count its frames anew, and what scales them
// takes any size. What turns them does not, so that of pictures whose size
// changes each is turned in the graph, behind that.
func oneGraph(pic plan.Picture) []string {
	args := []string{"-reinit_filter:v", "0"}
	if pic.Varies {
		args = append(args, "-noautorotate")
	}
	return args
}

// timeArgs keep the source's own times and leave out one kind of stream. Where
// times jump, ffmpeg corrects them by the stream that jumps first, so every run
// must read both video and audio.
func timeArgs(t plan.Timeline, without string) []string {
	args := ffmpeg.Times(t.Jumps)
	if !t.Jumps {
		args = append(args, without)
	}
	return append(args, "-sn", "-dn")
}

// resampleOptions have aresample fill gaps and trim overlaps. Its default ignores
// those under 0.1 s. After a jump that would shift all following sound, so there
// the limit is 30 ms; elsewhere timestamps jitter, and corrections are audible.
func resampleOptions(t plan.Timeline) string {
	if t.Jumps {
		return ":async=1:min_hard_comp=0.03"
	}
	return ":async=1"
}

// otherArgs read the streams of t.Together that a run does not use; used are those
// that it does. ffmpeg reads no others: it may not know their codec, and their
// times would count.
func otherArgs(t plan.Timeline, used ...int) []string {
	var args []string
	for _, index := range t.Together {
		if !slices.Contains(used, index) {
			args = append(args, "-map", "0:"+strconv.Itoa(index))
		}
	}
	if len(args) == 0 {
		return nil
	}
	return append(args, "-c", "copy", "-f", "null", "-")
}

func outputArgs(dir string, p plan.ChunkParams) []string {
	args := []string{"-map_metadata", "-1", "-map_chapters", "-1"}
	for i, r := range p.Rungs {
		args = append(args, "-map", fmt.Sprintf("[v%d]", i))
		args = append(args, rungArgs(r, p.Keys)...)
		args = append(args, muxArgs(timeOffset)...)
		args = append(args, filepath.Join(dir, rawName(r.ID)))
	}
	images := func(label, quality, pattern string) {
		args = append(args, "-map", label, "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", quality,
			"-f", "image2", "-frame_pts", "1", filepath.Join(dir, pattern))
	}
	images("[tiles]", "3", tilePattern)
	images("[posters]", "2", candidatePattern)
	return args
}

// muxArgs write fragmented MP4 whose times are offset seconds ahead of those
// that come in.
func muxArgs(offset float64) []string {
	return []string{
		"-fflags", "+bitexact", "-video_track_timescale", strconv.Itoa(plan.Timescale),
		"-avoid_negative_ts", "disabled", "-output_ts_offset", number(offset), "-use_editlist", "0",
		"-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont", "-f", "mp4",
	}
}

// rungArgs encode a rung, with key frames at those times and nowhere else: what
// an encoder would choose differs from rung to rung.
func rungArgs(r plan.Rung, keys []uint64) []string {
	args := []string{
		"-pix_fmt", "yuv420p", "-crf", strconv.Itoa(r.CRF), "-preset", r.Preset, "-flags:v", "+bitexact",
		"-force_key_frames", keyTimes(keys), "-g", "100000",
		// The source's own frame times, not a grid made of a guessed rate.
		"-fps_mode", "vfr", "-enc_time_base", "1:" + strconv.Itoa(plan.Timescale),
	}
	if r.Codec == plan.AV1 {
		// It takes no notice of forced key frames unless it is told to.
		params := "enable-force-key-frames=1"
		if r.Options != "" {
			params += ":" + r.Options
		}
		return append(args, "-c:v", "libsvtav1", "-svtav1-params", params)
	}
	args = append(args, "-c:v", "libx264", "-profile:v", "high", "-sc_threshold", "0",
		"-maxrate", strconv.Itoa(r.MaxRate), "-bufsize", strconv.Itoa(2*r.MaxRate))
	if r.Level != "" {
		args = append(args, "-level:v", r.Level)
	}
	if r.Options != "" {
		args = append(args, "-x264-params", r.Options)
	}
	return args
}

// boundaryMargin is how many seconds before its time a boundary is set, so that
// rounding puts no frame on the wrong side. Frames are further apart.
const boundaryMargin = 0.0005

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
