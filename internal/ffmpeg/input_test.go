package ffmpeg_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/ffmpeg"
)

func TestInput(t *testing.T) {
	t.Parallel()

	args := ffmpeg.Input("/in/source")
	if n := len(args); n < 2 || !slices.Equal(args[n-2:], []string{"-i", "/in/source"}) {
		t.Fatalf("options = %q, want the input last: what stands behind it is for the output", args)
	}
	value := func(option string) []string {
		i := slices.Index(args, option)
		if i < 0 {
			t.Fatalf("no %s in %q", option, args)
		}
		return strings.Split(args[i+1], ",")
	}
	if got := value("-protocol_whitelist"); !slices.Equal(got, []string{"file"}) {
		t.Errorf("protocols = %q, want files only", got)
	}
	formats := value("-format_whitelist")
	for _, opensOthers := range []string{"hls", "dash", "concat", "image2", "image2pipe", "sdp", "rtsp", "imf", "webm_dash_manifest", "lavfi", "tty", "svg_pipe", "applehttp"} {
		if slices.Contains(formats, opensOthers) {
			t.Errorf("%s may be opened, which opens other files or takes any text", opensOthers)
		}
	}
	if len(formats) != len(slices.Compact(slices.Sorted(slices.Values(formats)))) {
		t.Errorf("formats = %q has one twice", formats)
	}
}

func TestARunOfFFmpegAsksNothing(t *testing.T) {
	t.Parallel()
	for _, more := range [][]string{nil, {"-nostats"}} {
		args := ffmpeg.Quiet(more...)
		if !slices.Contains(args, "-nostdin") || !slices.Equal(args[len(args)-2:], []string{"-v", "error"}) || len(args) != 4+len(more) {
			t.Errorf("Quiet(%q) = %q", more, args)
		}
	}
}
