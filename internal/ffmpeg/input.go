// Package ffmpeg holds what every call of ffmpeg and ffprobe on somebody's
// file has in common. It is pure: it makes options and starts nothing.
package ffmpeg

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
