// Package ffmpeg holds what every call of ffmpeg and ffprobe on somebody's
// file has in common. It is pure: it makes options and starts nothing.
package ffmpeg

// demuxers are the containers that ffmpeg may open. Not among them are those
// that open other files by name (hls, dash, concat, image2) and those that take
// any text for a picture (tty). All that package sniff takes for a recording has
// to be among them.
const demuxers = "aac,ac3,aiff,amr,asf,au,avi,caf,dv,eac3,flac,flv,gxf,h264,hevc,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,mxf,ogg,rm,w64,wav,wtv,wv"

// RawTimes has ffmpeg and ffprobe take the times of the input that follows as
// they are written. They take a step back of more than a minute for a counter
// that came round otherwise, and add its 2^33 ticks of 1/90,000 s: of two
// transport streams put together the second began 26 hours late, by a frame or
// for good (libavformat's correct_ts_overflow).
func RawTimes() []string { return []string{"-correct_ts_overflow", "0"} }

// Input is the options that read the file at path: only local files, and only
// containers that hold what they play.
func Input(path string) []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", demuxers, "-i", path}
}
