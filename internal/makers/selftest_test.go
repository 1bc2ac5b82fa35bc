package makers_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/slides/slidestest"
)

var update = flag.Bool("update", false, "make the known inputs of the self-test again")

// TestKnownInputs makes the known inputs with -update. They are part of the program, so
// they stay small.
func TestKnownInputs(t *testing.T) {
	if !*update {
		for _, name := range []string{"known/deck", "known/recording"} {
			if info, err := os.Stat(name); err != nil || info.Size() == 0 || info.Size() > 20_000 {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		return
	}
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: slidestest.Shape("title", "A known slide")}})
	if err := os.WriteFile("known/deck", deck, 0o644); err != nil { //nolint:gosec // a fixture
		t.Fatal(err)
	}
	stderr, err := new(proc.Runner).Run(t.Context(), proc.Command{Path: "ffmpeg", Write: []string{"known"}, Args: []string{
		"-y", "-v", "error", "-bitexact", "-f", "lavfi", "-i", "testsrc2=size=128x72:rate=10:duration=1", "-f", "lavfi", "-i", "sine=frequency=440:duration=1",
		"-c:v", "libx264", "-crf", "35", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k", "-movflags", "+faststart", "-f", "mp4", "known/recording",
	}})
	if err != nil {
		t.Fatalf("%v: %s", err, stderr)
	}
}

// machine returns the self-test of a machine whose PATH begins with a folder of broken
// tools.
func machine(t *testing.T, broken map[string]string) *makers.SelfTest {
	t.Helper()
	proctest.Need(t, "ffmpeg", "ffprobe", "soffice", "pdftocairo", "cwebp", "cjpeg", "qpdf", "tesseract")
	dir := t.TempDir()
	for name, script := range broken {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	scratch := t.TempDir()
	all, end := makers.All(&proc.Runner{Grace: time.Second}, scratch, "", secret.Key{})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return makers.NewSelfTest(all, scratch)
}

func TestAHealthyMachinePassesItsSelfTest(t *testing.T) {
	s := machine(t, nil)
	for _, kind := range plan.Kinds() {
		if err := s.Run(t.Context(), kind); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestASickMachineFailsItsSelfTest(t *testing.T) {
	tests := []struct {
		name, tool, script string
		kind               plan.Kind
	}{
		{"an ffmpeg that fails", "ffmpeg", "exit 1", plan.Chunk},
		{"an ffmpeg that does nothing", "ffmpeg", "exit 0", plan.Audio},
		{"an ffprobe that refuses every file", "ffprobe", "echo 'Invalid data found when processing input' >&2; exit 1", plan.Probe},
		{"a tesseract that reads nothing", "tesseract", "cat > /dev/null", plan.OCR},
		{"a cwebp that fails", "cwebp", "exit 1", plan.Package},
		{"a qpdf that fails", "qpdf", "exit 2", plan.Document},
		{"a pdftocairo that fails", "pdftocairo", "exit 99", plan.Deck},
		{"a cjpeg that makes empty files", "cjpeg", "while [ $# -gt 0 ]; do [ \"$1\" = -outfile ] && : > \"$2\"; shift; done", plan.Deck},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := machine(t, map[string]string{tt.tool: tt.script})
			err := s.Run(t.Context(), tt.kind)
			if !strings.HasPrefix(fault.WorkerReason(err), "the tools of this machine fail on a known ") {
				t.Errorf("Run = %v, want an error of this machine", err)
			}
			if err := s.Run(t.Context(), plan.Offset); err != nil {
				t.Errorf("a step without tools: %v", err)
			}
		})
	}
}

func TestAScratchFolderThatIsGoneFailsTheSelfTest(t *testing.T) {
	t.Parallel()
	s := makers.NewSelfTest(nil, filepath.Join(t.TempDir(), "gone"))
	if err := s.Run(t.Context(), plan.Offset); fault.WorkerReason(err) != "the scratch folder cannot be written" {
		t.Errorf("Run = %v", err)
	}
}

func TestAnInterruptedSelfTestBlamesNobody(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := makers.NewSelfTest(nil, t.TempDir())
	if err := s.Run(ctx, plan.Offset); !errors.Is(err, context.Canceled) || fault.IsWorker(err) {
		t.Errorf("Run = %v", err)
	}
}
