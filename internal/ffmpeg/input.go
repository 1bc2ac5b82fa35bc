// Package ffmpeg holds the arguments that the stages' calls of ffmpeg and
// ffprobe have in common: how a run begins, how it reports its progress, and how
// somebody's file is opened. What one stage alone asks for lies beside what
// reads the answer. The package is pure: it starts nothing.
package ffmpeg

import "slices"

// Quiet are the arguments with which a run of ffmpeg begins, with more options
// among them: it asks nothing, and reports errors only.
func Quiet(more ...string) []string {
	return slices.Concat([]string{"-hide_banner", "-nostdin"}, more, []string{"-v", "error"})
}

// Progress has ffmpeg report to standard output, twice a second, how far it is.
func Progress() []string { return []string{"-progress", "pipe:1", "-stats_period", "0.5"} }

// demuxers are the containers that ffmpeg may open. Not among them are those
// that open other files by name (hls, dash, concat, image2) and those that take
// any text for a picture (tty). All that package sniff takes for a recording has
// to be among them.
const demuxers = "aac,ac3,aiff,amr,asf,au,avi,caf,dv,eac3,flac,flv,gxf,h264,hevc,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,mxf,ogg,rm,w64,wav,wtv,wv"

// RawTimes are the input options that read timestamps as they are written. By
// default libavformat takes a step back of more than a minute for an overflow of
// the 33-bit counter and adds 26.5 hours, also where two transport streams were
// concatenated (option correct_ts_overflow).
func RawTimes() []string { return []string{"-correct_ts_overflow", "0"} }

// Times are the input options for timestamps: the source's own, or, where they
// jump, those that ffmpeg corrects while it reads.
func Times(jumps bool) []string {
	if jumps {
		return RawTimes()
	}
	return []string{"-copyts"}
}

// Input is the options that read the file at path: only local files, and only
// containers that hold what they play.
func Input(path string) []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", demuxers, "-i", path}
}
