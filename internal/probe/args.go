package probe

import (
	"strings"

	"proceedings/internal/ffmpeg"
)

// streamArgs ask for the headers.
func streamArgs(path string) []string {
	return append([]string{
		"-v", "error", "-show_format", "-show_streams",
		"-show_entries", "chapter=start_time,end_time:chapter_tags=title", "-of", "json",
	}, ffmpeg.Input(path)...)
}

// startArgs ask for the start time of a file whose timestamps jump.
func startArgs(path string) []string {
	args := append([]string{"-v", "error", "-show_entries", "format=start_time", "-of", "json"}, ffmpeg.RawTimes()...)
	return append(args, ffmpeg.Input(path)...)
}

// packetArgs ask for one line a packet, in the order of packetFields. raw is for
// a file whose timestamps jump.
func packetArgs(path string, raw bool) []string {
	args := []string{"-v", "error", "-show_entries", "packet=" + strings.Join(packetFields(), ",") + ":packet_side_data=side_data_type", "-of", "compact=p=0:nk=0"}
	if raw {
		args = append(args, ffmpeg.RawTimes()...)
	}
	return append(args, ffmpeg.Input(path)...)
}

func packetFields() []string {
	return []string{"stream_index", "pts_time", "dts_time", "duration_time", "size", "pos", "flags"}
}
