package e2e_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// TestOtherFonts publishes a deck and a recording that shows two of its slides as they are, the
// third in other fonts, and one with the same title that the deck lacks.
func TestOtherFonts(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "tesseract")
	dir, pages := t.TempDir(), t.TempDir()
	deck := readFile(t, filepath.Join(example(t), "meadow.pdf"))
	writeFile(t, dir, "meadow.pdf", string(deck))
	_, err := proctest.Plain().Run(t.Context(), proc.Command{
		Path: "pdftoppm", Args: []string{"-png", "-scale-to-x", "1280", "-scale-to-y", "720", filepath.Join(dir, "meadow.pdf"), "page"}, Dir: pages,
	})
	if err != nil {
		t.Fatal(err)
	}
	filmPages(t, dir, "talk.mp4", []drawnPage{
		{image: filepath.Join(pages, "page-1.png")},
		{image: filepath.Join(pages, "page-2.png")},
		{title: "How to take part", lines: []string{"Seeds by post until the end of April", "One square metre is enough", "Count on a Sunday, send a photograph"}},
		{title: "How to take part", lines: []string{"Bring gloves and boots", "Lunch comes from the fire brigade", "Register with the council office"}},
	}, func(each func(page int, seconds float64)) {
		for page, seconds := range []float64{14, 14, 16, 16} {
			each(page, seconds)
		}
		each(0, 10)
	})
	data := filepath.Join(t.TempDir(), "data")
	ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "talk", dir)
	r := manifestIn(t, data, "talk").Recordings[0]
	var got []string
	for _, s := range r.SlideTimes {
		got = append(got, fmt.Sprintf("%.0f-%.0f %s %d", s.Start, s.End, s.Deck, s.Slide))
	}
	want := []string{"0-14 meadow 1", "14-28 meadow 2", "28-44 meadow 3", "60-70 meadow 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("slide times differ (-want +got):\n%s\nnot aligned since it %q", diff, r.NotAligned)
	}
}
