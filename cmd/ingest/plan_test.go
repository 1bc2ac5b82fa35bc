package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

// TestPlan is not parallel: it changes the working folder, to check that plan
// creates nothing there.
func TestPlan(t *testing.T) {
	proctest.Need(t, "ffprobe", "pdfinfo")
	example, err := filepath.Abs(filepath.Join("..", "..", "examples", "cluster-meeting"))
	if err != nil {
		t.Fatal(err)
	}
	here := t.TempDir()
	t.Chdir(here)
	before := list(t, example)

	out, errs, err := ingest(t.Context(), "plan", example)
	if err != nil || errs != "" {
		t.Fatalf("err = %v, stderr %q; want none", err, errs)
	}
	rows := map[string]string{}
	for line := range strings.Lines(out) {
		name, what, _ := strings.Cut(strings.TrimSpace(line), "  ")
		rows[name] = strings.Join(strings.Fields(what), " ")
	}
	for name, wants := range map[string][]string{
		"GMT20260312-090000_Recording_1280x720.mp4": {"recording 1:25,", "720p (1280×720) copied, 360p (640×360), encoded in one piece", "audio", "storyboard of", "poster"},
		"harbour.pptx": {"deck PDF, page images"},
		"lantern.odp":  {"deck PDF, page images"},
		"meadow.pdf":   {"deck PDF, page images"},
		"GMT20260312-090000_Recording_1280x720.en.vtt": {"captions of GMT20260312-090000_Recording_1280x720.mp4: WebVTT in HLS and DASH, a transcript, en, reviewed"},
		"agenda.pdf": {"document offered for download"},
	} {
		for _, want := range wants {
			if !strings.Contains(rows[name], want) {
				t.Errorf("%s: %q, want %q in it", name, rows[name], want)
			}
		}
	}
	if strings.Contains(out, "1080p") {
		t.Errorf("the ladder upscales:\n%s", out)
	}

	out, _, err = ingest(t.Context(), "plan", "--json", example)
	if err != nil {
		t.Fatal(err)
	}
	ladder := ""
	for line := range strings.Lines(out) {
		var one filePlan
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if one.Role == "" || (one.Recording != nil) != (one.Role == meeting.Recording) {
			t.Errorf("%q has no role, or not the plan for it", line)
		}
		ladder += one.Make
	}
	if !strings.Contains(ladder, "360p (640×360)") {
		t.Errorf("no ladder in\n%s", out)
	}

	if diff := cmp.Diff(before, list(t, example)); diff != "" {
		t.Errorf("the folder changed, -before +after:\n%s", diff)
	}
	if made := list(t, here); len(made) > 1 {
		t.Errorf("the working folder holds %v, want nothing", maps.Keys(made))
	}
}

// list returns the mode, size and time of each file below dir.
func list(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		files[path] = fmt.Sprint(info.Mode(), info.Size(), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestPlanNamesRefusedFiles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo")

	dir := t.TempDir()
	for name, text := range map[string]string{"talk.mp4": "not a film", "cut.pdf": "%PDF-1.7\nno more"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := ingest(t.Context(), "plan", dir)
	if code := wire.ExitCode(err); code != 3 {
		t.Errorf("exit code %d (%v), want 3", code, err)
	}
	for _, want := range []string{"cut.pdf   refused  is damaged", "talk.mp4  refused  is text"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestPlanWarnsOfADeckThatIsOfferedAsADocument(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"meeting.yaml": []byte("documents: [a.pptx]\n"),
		"a.pptx":       slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: slidestest.Shape("title", "x"), Notes: slidestest.Shape("body", "y")}}),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := ingest(t.Context(), "plan", dir)
	if want := "warning: a.pptx " + offersNotes; err != nil || !strings.Contains(out, want) {
		t.Errorf("%v, %q is not in\n%s", err, want, out)
	}
}

func TestPlanWarnsOfUnusedSubtitles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.srt"), []byte("1\n00:00:00,000 --> 00:00:01,000\nHello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	film := filepath.Join(dir, "talk.mkv")
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: "ffmpeg", Dir: dir, Write: []string{dir}, Args: []string{
		"-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=2", "-i", "s.srt", "-c:v", "libx264", "-preset", "ultrafast",
		"-disposition:s:0", "forced", film,
	}}); err != nil {
		t.Fatal(err)
	}
	const predicate = "has forced subtitles, which only translate single passages and are left out (stream 1)"
	out, _, err := ingest(t.Context(), "plan", film)
	if err != nil || !strings.Contains(out, "warning: talk.mkv "+predicate+"\n") {
		t.Errorf("%v: no warning in\n%s", err, out)
	}
	out, _, err = ingest(t.Context(), "plan", "--json", film)
	if err != nil {
		t.Fatal(err)
	}
	var one filePlan
	if err = json.Unmarshal([]byte(out), &one); err != nil || one.Recording == nil || !slices.Equal(one.Recording.Warnings, []string{predicate}) {
		t.Errorf("%v: %s", err, out)
	}
}

// TestPlanRefusesBadCaptions expects the same reasons that a worker gives.
func TestPlanRefusesBadCaptions(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffprobe")
	dir := t.TempDir()
	const film = "GMT20260312-090000_Recording_1280x720.mp4" // lasts 1:25
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "cluster-meeting", film))
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(dir, film), data, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n05:00.000 --> 05:01.000\nlost\n",
		"b.vtt": "WEBVTT\n\n05:00.000 --> 05:01.000\nlost\n",
		"c.vtt": "WEBVTT\n\nsoon --> later\nHello\n",
		"meeting.yaml": "title: Board\ncaptions:\n" +
			"  - {file: a.vtt, recording: " + film + ", language: en}\n  - {file: b.vtt, recording: " + film + ", language: de}\n  - {file: c.vtt, recording: " + film + ", language: fr}\n",
	} {
		if err = os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := ingest(t.Context(), "plan", dir)
	if err == nil {
		t.Error("nothing is refused")
	}
	for _, want := range []string{
		`a\.vtt +captions +of ` + regexp.QuoteMeta(film), `b\.vtt +refused +has no caption within the 1:25`, `c\.vtt +refused +has captions whose times cannot be read`,
		`warning: a\.vtt is without one caption`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("output:\n%s\nwant %s", out, want)
		}
	}
}
