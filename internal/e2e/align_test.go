package e2e_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// TestAlign publishes a deck and a recording that shows its slides out of order, with a
// stretch without a slide, and corrects what was found.
func TestAlign(t *testing.T) {
	t.Parallel()
	needTools(t)
	dir := t.TempDir()
	deck, err := os.ReadFile(filepath.Join(example(t), "meadow.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "meadow.pdf", string(deck))
	shown := []struct {
		slide int // 0 for black
		until float64
	}{{1, 12}, {2, 30}, {0, 45}, {1, 60}, {2, 80}}
	filmSlides(t, dir, "meadow.pdf", "talk.mp4", func(each func(slide int, seconds float64)) {
		last := 0.0
		for _, s := range shown {
			each(s.slide, s.until-last)
			last = s.until
		}
	})
	data := filepath.Join(t.TempDir(), "data")
	var sum struct{ State string }
	lastJSON(t, ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "talk", dir), &sum)
	if sum.State != "published" {
		t.Fatalf("the summary is %+v", sum)
	}
	var found struct {
		SlideTimes []manifest.SlideTime
		NotAligned string
	}
	lastJSON(t, ingest(t, nil, 0, "align", "--json", "--data", data, "talk"), &found)
	var i int
	last := 0.0
	for _, s := range shown {
		if s.slide > 0 {
			if i >= len(found.SlideTimes) {
				t.Fatalf("slide times are %+v, %q", found.SlideTimes, found.NotAligned)
			}
			got := found.SlideTimes[i]
			if got.Slide != s.slide || got.Deck != "meadow" || math.Abs(got.Start-last) > 0.5 || math.Abs(got.End-s.until) > 0.5 {
				t.Errorf("slide %d from %g to %g s is %+v", s.slide, last, s.until, got)
			}
			i++
		}
		last = s.until
	}
	if i != len(found.SlideTimes) {
		t.Errorf("slide times are %+v", found.SlideTimes)
	}
	began := time.Now()
	table := ingest(t, nil, 0, "align", "--data", data, "talk", "--set", "meadow:2=0:47", "--none", "0:10-0:12")
	for _, want := range []string{"0:47", " *", "0:10", "(no slide)"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	t.Logf("a correction took %s, with the start of the servers", time.Since(began).Round(time.Millisecond))
	ingest(t, nil, 2, "align", "--data", data, "talk", "--set", "meadow:9=0:47")
	lastJSON(t, ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "talk", dir), &sum)
	lastJSON(t, ingest(t, nil, 0, "align", "--json", "--data", data, "talk"), &found)
	if n := len(found.SlideTimes); n != 4 || found.SlideTimes[0].End != 10 || found.SlideTimes[2].End != 47 || !found.SlideTimes[3].Corrected {
		t.Errorf("after the meeting was added again, slide times are %+v", found.SlideTimes)
	}
	base := serve(t, nil, "--data", data)
	verifyPublished(t, base, "talk")
}

// verifyExampleTimes checks the slide times of the example meeting. Its recording shows each
// slide for 7 s, with the lines of harbour elsewhere than on its page images.
func verifyExampleTimes(t *testing.T, m manifest.Manifest) {
	t.Helper()
	if len(m.Recordings) != 1 {
		t.Fatalf("recordings are %+v", m.Recordings)
	}
	const first, each = 5, 7
	var want, got []string
	for _, deck := range []struct {
		id     string
		slides int
	}{{"harbour", 4}, {"lantern", 3}, {"meadow", 3}} {
		for slide := range deck.slides {
			start := first + each*len(want)
			want = append(want, fmt.Sprintf("%d-%d %s %d", start, start+each, deck.id, slide+1))
		}
	}
	for _, s := range m.Recordings[0].SlideTimes {
		got = append(got, fmt.Sprintf("%.0f-%.0f %s %d", s.Start, s.End, s.Deck, s.Slide))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("slide times differ (-want +got):\n%s", diff)
	}
}

// filmSlides makes a recording that shows pages of a PDF file in dir; page 0 is black.
func filmSlides(t *testing.T, dir, pdf, name string, show func(each func(slide int, seconds float64))) {
	t.Helper()
	work := t.TempDir()
	run := func(path string, args ...string) {
		t.Helper()
		if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: path, Args: args, Dir: work}); err != nil {
			t.Fatal(err)
		}
	}
	run("pdftoppm", "-png", "-scale-to-x", "640", "-scale-to-y", "360", filepath.Join(dir, pdf), "page")
	run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=black:s=640x360", "-frames:v", "1", "page-0.png")
	var list strings.Builder
	file := ""
	show(func(slide int, seconds float64) {
		file = "page-" + string(rune('0'+slide)) + ".png"
		list.WriteString("file " + file + "\nduration " + formatSeconds(seconds) + "\n")
	})
	list.WriteString("file " + file + "\n")
	writeFile(t, work, "list.txt", list.String())
	args := append([]string{
		"-v", "error", "-f", "concat", "-i", "list.txt", "-f", "lavfi", "-i", "sine=f=330:d=80", "-vf", "fps=10,format=yuv420p", "-t", "80",
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
	}, proctest.Cheap()...)
	run("ffmpeg", append(args, filepath.Join(dir, name))...)
}

func formatSeconds(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }
