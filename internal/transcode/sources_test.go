package transcode_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// signal is when the test recordings turn from black to white and from silence
// to a tone, in seconds on their own clock.
const signal = 2

// flash is a picture that is black before the signal and white after it.
func flash(size string, rate, seconds float64) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"color=black:s=%s:r=%v:d=%v,drawbox=c=white:t=fill:enable='gte(t,%d)'", size, rate, seconds, signal)}
}

// scene is a picture with something to see, from the first frame on.
func scene(size string, rate, seconds float64) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%s:r=%v:d=%v", size, rate, seconds)}
}

// beep is silence before the signal and a tone after it.
func beep(seconds float64) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf("sine=f=440:r=48000:d=%v,volume=0:enable='lt(t,%d)'", seconds, signal)}
}

// x264 and aac encode fast and small; the key frames lie far apart, as in what
// screen recorders make.
func x264(more ...string) []string {
	return append([]string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac"}, more...)
}

// film makes a recording with ffmpeg, of the options given and in their order.
func film(t *testing.T, name string, options ...[]string) string {
	t.Helper()
	return proctest.Encode(t, name, slices.Concat(options...)...)
}

// refilm is a recording made of another one.
func refilm(t *testing.T, src, name string, before, after []string) string {
	t.Helper()
	dir := filepath.Dir(src)
	path := filepath.Join(dir, "re-"+name)
	args := slices.Concat([]string{"-v", "error", "-nostdin"}, before, []string{"-i", src}, after, []string{path})
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "ffmpeg", Args: args, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	return path
}

// cut keeps the bytes from one share of a file to another.
func cut(t *testing.T, path string, from, to float64, unit int) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := func(share float64) int { return int(share*float64(len(data))) / unit * unit }
	if err = os.WriteFile(path, data[at(from):at(to)], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// upright turns the picture of an MP4 by a quarter, as a telephone does: by the
// matrix in the track's header (ISO/IEC 14496-12, 8.3.2), the second in the file.
func upright(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const (
		none    = "\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
		quarter = "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00" + "\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	)
	i := bytes.LastIndex(data, []byte(none))
	if i < 0 {
		t.Fatal("no matrix in the file")
	}
	copy(data[i:], quarter)
	if err = os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// scratch overwrites a twentieth of the file in its middle.
func scratch(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := len(data)
	for i := n / 2; i < n/2+n/20; i++ {
		data[i] = byte(i * 7)
	}
	if err = os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
