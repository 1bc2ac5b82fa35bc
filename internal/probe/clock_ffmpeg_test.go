package probe_test

import (
	"path/filepath"
	"testing"

	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// What a camera writes into QuickTime is found in the file itself.
func TestClockOfACamera(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	path := filepath.Join(dir, "clip.mov")
	_, err := proctest.Runner(t).Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: []string{
			"-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=s=64x64:r=30000/1001:d=1", "-c:v", "mpeg4",
			"-timecode", "10:00:04;12", "-metadata", "creation_time=2026-05-12T10:00:04Z", path,
		}, Dir: dir, Write: []string{dir},
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), path, "")
	if err != nil {
		t.Fatal(err)
	}
	if m := found.Media; m.Created != "2026-05-12T10:00:04Z" || m.Timecode != "10:00:04;12" {
		t.Errorf("created %q with timecode %q", m.Created, m.Timecode)
	}
}
