// Package transcode makes what readers play of a recording: CMAF renditions, a
// progressive file, a storyboard and a poster.
//
// The picture is decoded once: one ffmpeg feeds all rungs, the sound, the
// storyboard's tiles and the poster's candidates. The sound is heard once before,
// to know how loud it is. All rungs are cut at the same
// instants, since they get the same frames and are told at which times to put
// key frames.
package transcode

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
)

// Names of the files that ffmpeg leaves in the working folder.
const (
	tilePattern      = "tile-%06d.jpg"
	candidatePattern = "candidate-%03d.jpg"
)

// Names of the renditions. Both hold fragmented MP4; the endings are what
// servers and people take the media type from.
func videoName(id string) string { return id + ".mp4" }
func audioName(id string) string { return id + ".m4a" }

// timescale is that of all video tracks: 90 kHz holds the frame times of every
// usual rate to a hundredth of a millisecond (ISO/IEC 13818-1, 2.4.3.7).
const timescale = "90000"

// encodeArgs is ffmpeg's command line for m of the file src, into dir. There is
// a touch for each track.
func encodeArgs(src, dir string, m plan.Media, touches []touch) []string {
	args := append([]string{"-hide_banner", "-nostdin", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5"},
		ffmpeg.Input(src)...)
	args = append(args, "-filter_complex", graph(m, touches), "-max_error_rate", "1", "-map_metadata", "-1", "-map_chapters", "-1")
	for i, r := range m.Rungs {
		args = append(args, "-map", fmt.Sprintf("[v%d]", i))
		args = append(args, rungArgs(r, m)...)
		args = append(args, filepath.Join(dir, videoName(r.ID)))
	}
	for i, t := range m.Audio {
		args = append(args, "-map", fmt.Sprintf("[a%d]", i))
		args = append(args, trackArgs(t, m)...)
		args = append(args, filepath.Join(dir, audioName(t.ID)))
	}
	if m.Storyboard != nil {
		args = append(args, "-map", "[tiles]", "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "3",
			"-f", "image2", filepath.Join(dir, tilePattern))
	}
	if m.Poster != nil {
		args = append(args, "-map", "[posters]", "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "2",
			"-f", "image2", filepath.Join(dir, candidatePattern))
	}
	return args
}

// fragments makes CMAF tracks (ISO/IEC 23000-19): a header without samples,
// then one fragment for each key frame, with offsets that start at zero.
const fragments = "+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer"

func rungArgs(r plan.Rung, m plan.Media) []string {
	return []string{
		"-c:v", "libx264", "-preset", m.Preset, "-crf", strconv.Itoa(r.CRF),
		"-maxrate", strconv.Itoa(r.MaxRate), "-bufsize", strconv.Itoa(2 * r.MaxRate),
		"-profile:v", "high", "-pix_fmt", "yuv420p",
		// Without B-frames a frame is decoded when it is shown, and a fragment
		// begins and ends with its pictures. With them the durations in the file
		// are those between decoding times, which in a picture of uneven rate are
		// off by up to a second, and ffmpeg's own players show all of it two
		// frames late. They would save an eighth of the bytes.
		"-bf", "0",
		// Key frames where the segments begin and nowhere else: x264's own
		// choice would differ from rung to rung.
		"-force_key_frames", "expr:gte(t,n_forced*" + number(m.KeyInterval) + ")",
		"-sc_threshold", "0", "-g", "100000",
		// The source's own frame times, not a grid made of a guessed rate.
		"-fps_mode", "vfr", "-enc_time_base", "1:" + timescale, "-video_track_timescale", timescale,
		"-bsf:v", "setts=pts=PTS:dts=DTS:duration='" + frameDuration(m) + "'",
		"-fflags", "+bitexact", "-flags:v", "+bitexact",
		"-movflags", "+frag_keyframe" + fragments, "-f", "mp4",
	}
}

// frameDuration is the expression for how long a frame stands, in the timescale:
// until the next, and the last until the end of the recording. ffmpeg would
// guess that one. A source that breaks off is not stretched to its full length.
func frameDuration(m plan.Media) string {
	return fmt.Sprintf("if(gt(NEXT_PTS,PTS),NEXT_PTS-PTS,max(1,min(%s*%s-PTS,%s*%s)))",
		number(m.Duration), timescale, number(m.Video.Hold), timescale)
}

func trackArgs(t plan.Track, m plan.Media) []string {
	return []string{
		"-c:a", "aac", "-b:a", strconv.Itoa(t.BitRate),
		"-ar", strconv.Itoa(plan.SampleRate), "-ac", strconv.Itoa(t.Channels),
		"-fflags", "+bitexact", "-flags:a", "+bitexact",
		"-frag_duration", strconv.Itoa(int(m.KeyInterval * 1e6)),
		"-movflags", fragments, "-f", "mp4",
	}
}

// graph is the one filter graph: picture and sound are put on the recording's
// timeline, then split.
func graph(m plan.Media, touches []touch) string {
	var chains []string
	if m.Video != nil {
		chains = append(chains, pictureChains(m)...)
	}
	for i, t := range m.Audio {
		chains = append(chains, fmt.Sprintf("[0:%d]%s[a%d]", t.Index, soundFilters(t, m, touches[i]), i))
	}
	return strings.Join(chains, ";")
}

func pictureChains(m plan.Media) []string {
	outs := make([]string, 0, len(m.Rungs)+2)
	for i := range m.Rungs {
		outs = append(outs, fmt.Sprintf("[s%d]", i))
	}
	chains := make([]string, 0, len(m.Rungs)+3)
	var tails []string
	for i, r := range m.Rungs {
		tails = append(tails, fmt.Sprintf("[s%d]%s[v%d]", i, scale(r.Width, r.Height, "yuv420p"), i))
	}
	if b := m.Storyboard; b != nil {
		outs = append(outs, "[st]")
		tails = append(tails, "[st]"+every(b.Interval)+","+scale(b.Width, b.Height, "yuvj420p")+"[tiles]")
	}
	if p := m.Poster; p != nil {
		outs = append(outs, "[sp]")
		tails = append(tails, "[sp]"+every(p.Every)+","+scale(p.Width, p.Height, "yuvj420p")+"[posters]")
	}
	head := fmt.Sprintf("[0:%d]%s,split=%d%s", m.Video.Index, pictureFilters(m), len(outs), strings.Join(outs, ""))
	return append(append(chains, head), tails...)
}

// pictureFilters put the picture on the timeline. The first frame that can be
// decoded stands from the beginning: what was cut from a broadcast may start
// with frames that cannot.
func pictureFilters(m plan.Media) string {
	v := *m.Video
	filters := []string{fmt.Sprintf("setpts='if(eq(N,0),0,round(PTS-%s/TB))'", number(m.Start+v.PadStart))}
	if v.Deinterlace {
		filters = append(filters, "yadif")
	}
	if v.FrameRate > 0 {
		filters = append(filters, "fps="+number(v.FrameRate))
	}
	if v.PadStart > 0 || v.PadEnd > 0 {
		filters = append(filters, fmt.Sprintf("tpad=start_mode=clone:start_duration=%s:stop_mode=clone:stop_duration=%s",
			number(v.PadStart), number(v.PadEnd)))
	}
	return strings.Join(filters, ",")
}

// priming is how many samples of its own ffmpeg's AAC encoder puts first. As
// many of ours are left out for them, or the sound would come 21 ms late in a
// fragmented file, whose header has no place to say it.
const priming = 1024

// soundFilters put a track on the timeline: what is missing before it and gaps
// in it become silence, and it ends where the recording ends. All of it is made
// louder or quieter by the same.
func soundFilters(t plan.Track, m plan.Media, do touch) string {
	filters := []string{
		fmt.Sprintf("asetpts='round(PTS-%s/TB)'", number(m.Start+t.PadStart)),
		fmt.Sprintf("aresample=%d:async=1:first_pts=0", plan.SampleRate),
	}
	if do.only > 0 {
		filters = append(filters, mix(2), fmt.Sprintf("pan=mono|c0=c%d", do.only-1))
	} else {
		filters = append(filters, mix(t.Channels))
	}
	if do.gain != 0 {
		filters = append(filters, "volume="+number(do.gain)+"dB")
	}
	if t.PadStart > 0 {
		filters = append(filters, fmt.Sprintf("adelay=%d:all=1", int(t.PadStart*1000+0.5)))
	}
	end := number(m.Duration)
	// What is broken may change its channels on the way. The graph is made anew
	// then, and its frames would not have the encoder's size any more.
	return strings.Join(append(filters, "apad=whole_dur="+end,
		fmt.Sprintf("atrim=start_sample=%d:end=%s", priming, end), "asetnsamples=n=1024:p=0"), ",")
}

func scale(w, h int, format string) string {
	return fmt.Sprintf("scale=%d:%d,setsar=1,format=%s", w, h, format)
}

// every picks one frame in so many seconds: the fps filter shows, for each
// stretch, the frame in its middle, and repeats a frame that stands longer. A
// stretch too short to have a middle is passed on all the same.
func every(seconds float64) string {
	return fmt.Sprintf("fps=1000/%d:start_time=0:eof_action=pass", max(1, int(seconds*1000+0.5)))
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
