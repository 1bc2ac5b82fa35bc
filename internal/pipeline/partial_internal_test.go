package pipeline

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/originals/originalstest"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// filled returns half a minute of video with audio, padded with filler to a constant
// bit rate. Encodes of it stay below every rate limit, since x264 is not deterministic
// at a limit.
func filled(t *testing.T, name string, options ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	args := append([]string{
		"-v", "error", "-nostdin",
		"-f", "lavfi", "-i", `color=gray:s=320x240:r=25:d=28[a];color=white:s=16x16:r=25[b];[a][b]overlay=x=mod(n*3\,300):y=mod(n\,200):shortest=1`,
		"-f", "lavfi", "-i", "sine=d=28",
		"-c:v", "libx264", "-preset", "superfast", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac",
		"-x264-params", "nal-hrd=cbr", "-b:v", "1500k", "-maxrate", "1500k", "-bufsize", "1500k",
	}, options...)
	_, err := proctest.Runner(t).Run(t.Context(), proc.Command{
		Path: "ffmpeg", Args: append(args, filepath.Join(dir, name)), Dir: dir, Write: []string{dir},
	})
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// inChunks returns the chunk steps of a recording, four seconds each. It plans them for
// a large file, so that steps fetch byte ranges.
func inChunks(t *testing.T, name string, content []byte, sum string) []plan.Step {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), path, meeting.Recording)
	if err != nil {
		t.Fatal(err)
	}
	found.Media.Bytes = 1 << 30
	profile := plan.Profiles()[0]
	profile.Chunk, profile.Lower = 4, nil
	return profile.Recording(sum, layout.Public, *found.Media).Chunks(plan.Decided{})
}

// allMakers returns the makers of a real worker.
func allMakers(t *testing.T) map[plan.Kind]makers.Maker {
	t.Helper()
	makers, end := makers.All(proctest.Runner(t), t.TempDir(), "", secret.Key{})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return makers
}

// resultOf runs a step for a meeting that needs it, and returns its result.
func resultOf(t *testing.T, p *Pipeline, s plan.Step) steps.Result {
	t.Helper()
	m := meeting.Meeting{ID: "board", Revision: 1, Visibility: meeting.Public}
	if s.Space == layout.Private {
		m.Visibility = meeting.Private
	}
	if err := archive.WriteRecord(t.Context(), p.Store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	if _, err := (steps.Waiter{Store: p.Store, Meeting: m.ID}).Wait(t.Context(), []plan.Step{s}); err != nil {
		t.Fatal(err)
	}
	if err := p.RunStep(t.Context(), s.Key(), func(float64) {}); err != nil {
		t.Fatal(err)
	}
	res, found, err := steps.ReadResult(t.Context(), p.Store, s.Key())
	if err != nil || !found {
		t.Fatalf("%s has no result: %v", s.Key(), err)
	}
	return res
}

// makeOf runs a step on an original with small blocks, and returns its result and the
// number of bytes it read of the original.
func makeOf(t *testing.T, content []byte, s plan.Step) (steps.Result, int64) {
	t.Helper()
	store, scratch := &originalstest.Tally{Store: new(mem.Store)}, t.TempDir()
	originalstest.Store(t, store, content, 16<<10)
	cache := t.TempDir()
	p := &Pipeline{
		Store: store, Sources: originals.NewCache(store, cache, 0), Scratch: scratch,
		Make: allMakers(t),
		Log:  slog.New(slog.DiscardHandler), Now: time.Now,
	}
	res := resultOf(t, p, s)
	for _, dir := range []string{scratch, cache} {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
	res.Step = plan.Step{} // contains the byte ranges
	return res, store.Read.Load()
}

// TestChunkFromByteRanges expects the same bytes as from the whole original, and a fetch
// of the whole original if the ranges are not enough.
func TestChunkFromByteRanges(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	proctest.Heavy(t)

	for _, tt := range []struct {
		file    string
		options []string
	}{
		{"index-last.mp4", nil},
		{"index-first.mp4", []string{"-movflags", "+faststart"}},
		{"film.mkv", nil},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			content := filled(t, tt.file, tt.options...)
			steps := inChunks(t, tt.file, content, originalstest.Store(t, new(mem.Store), content, 0))
			if len(steps) != 7 {
				t.Fatalf("%d chunks, want 7", len(steps))
			}
			for _, i := range []int{0, 3, len(steps) - 1} {
				checkParts(t, content, steps[i])
			}
		})
	}
}

// checkParts encodes a chunk from the whole original, from the planned byte ranges, and,
// for a chunk in the middle, from too few ranges.
func checkParts(t *testing.T, content []byte, s plan.Step) {
	t.Helper()
	p, size := read[plan.ChunkParams](s), int64(len(content))
	if len(s.Bytes) != 3 || p.Frames == 0 {
		t.Fatalf("the chunk from %d on reads %v for %d frames", p.From, s.Bytes, p.Frames)
	}
	parts := map[string][]plan.Range{"enough": s.Bytes}
	if p.From > 0 && !p.Last {
		header, stretch, end := s.Bytes[0], s.Bytes[1], s.Bytes[2]
		middle := (stretch.From + stretch.To) / 2
		parts["no stretch"] = []plan.Range{header, end}
		parts["half of the stretch"] = []plan.Range{header, {From: stretch.From, To: middle}, end}
		parts["no header"] = []plan.Range{stretch}
	}
	s.Bytes = nil
	want, taken := makeOf(t, content, s)
	if taken != size || want.Chunk.Frames() != p.Frames {
		t.Errorf("of %d bytes %d were read, and %d frames made, want %d", size, taken, want.Chunk.Frames(), p.Frames)
	}
	for name, part := range parts {
		s.Bytes = part
		got, taken := makeOf(t, content, s)
		if (taken*10 <= size*6) != (name == "enough") || name != "enough" && taken <= size {
			t.Errorf("chunk from %d on, %s: %d of %d bytes were read", p.From, name, taken, size)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("chunk from %d on, %s: it is another (-of all +of a part):\n%s", p.From, name, diff)
		}
	}
}
