package clip_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/clip"
)

func TestCopyLeavesOutMetadata(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	source := proctest.Encode(t, "tide.mov", append([]string{
		"-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=2", "-f", "lavfi", "-i", "sine=duration=2",
		"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "use_metadata_tags",
		"-metadata", "location=+48.2+016.3/", "-metadata", "author=Ada Diallo", "-metadata", "title=secret-title", "-metadata:s:v", "handler_name=secret-handler",
		"-metadata", "creation_time=2026-03-04T05:06:07Z",
	}, proctest.Cheap()...)...)
	runner := proctest.Runner(t)
	for _, muted := range []bool{false, true} {
		made, reason, err := clip.New(runner).Copy(t.Context(), source, filepath.Join(t.TempDir(), "0001"), muted)
		if err != nil || reason != "" {
			t.Fatalf("Copy = %q, %v", reason, err)
		}
		if filepath.Base(made.Path) != "0001.mp4" || made.Duration < 1.9 || made.Duration > 2.1 {
			t.Errorf("the copy is %s of %.2f s", filepath.Base(made.Path), made.Duration)
		}
		data, err := os.ReadFile(made.Path)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if _, err = runner.Run(t.Context(), proc.Command{
			Path: "ffprobe", Args: []string{"-v", "error", "-show_format", "-show_streams", made.Path}, Stdout: &out, Read: []string{made.Path},
		}); err != nil {
			t.Fatal(err)
		}
		said := out.String()
		for _, private := range []string{"+48.2", "Ada Diallo", "secret", "2026", "Lavf"} {
			if strings.Contains(string(data), private) || strings.Contains(said, private) {
				t.Errorf("the copy contains %q", private)
			}
		}
		if got := strings.Contains(said, "codec_type=audio"); got == muted {
			t.Errorf("muted %v: has sound %v", muted, got)
		}
	}
}

func TestCopyOfFilesThatCannotBePlayed(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	for name, tt := range map[string]struct{ content, reason string }{
		"a damaged film":   {"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08mdat", "it cannot be read"},
		"a picture":        {"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "browsers do not play the format image/gif"},
		"a playlist":       {"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "browsers do not play the format "},
		"an empty file":    {"", "it cannot be read"},
		"a Windows Media":  {"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c\x00", "browsers do not play the format asf"},
		"an unknown thing": {"\x01\x02\x03\x04\x05\x06\x07\x08\x09", "it cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "source")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, reason, err := clip.New(proctest.Runner(t)).Copy(t.Context(), path, filepath.Join(dir, "0001"), false)
			if err != nil || !strings.HasPrefix(reason, tt.reason) {
				t.Errorf("Copy = %q, %v, want %q", reason, err, tt.reason)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "0001*")); err != nil || len(left) > 0 {
				t.Errorf("it left %v, %v", left, err)
			}
		})
	}
}
