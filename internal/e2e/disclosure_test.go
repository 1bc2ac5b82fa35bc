package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

// TestDisclosure publishes a deck with and without content that the audience did not
// see, and looks for this content in the public space. Package slides checks the PDF
// file, whose text is compressed.
func TestDisclosure(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "qpdf")
	s := newSystem(t)
	s.worker(t, t.TempDir())
	v := visible{system: s, t: t, id: "board", dir: t.TempDir()}
	deck := slidestest.PPTXOf(t, meeting.DeckText{
		Properties: meeting.Properties{Author: "Jun Ito"},
		Slides: []meeting.Slide{
			{Number: 1, Title: "Welcome", Notes: "breathe-here"},
			{Number: 2, Title: "secret-budget", Hidden: true},
			{Number: 3, Title: "Results", Comments: []meeting.Comment{{Author: "Ada Diallo", Date: "2026-01-02T03:04:05", Text: "doubtful-figure"}}},
		},
	})
	if err := os.WriteFile(filepath.Join(v.dir, "deck.pptx"), deck, 0o600); err != nil {
		t.Fatal(err)
	}
	private := []string{"breathe-here", "secret-budget", "doubtful-figure", "Ada Diallo", "Jun Ito"}
	add := func(publish ...string) string {
		return ingest(t, s.env, 0, s.with("add", append(publish, "--wait", "--id", v.id, "--title", "Board", "--date", "2026-03-04", v.dir)...)...)
	}
	found := func() (all, names string) {
		for _, key := range v.keys("public/") {
			names += key + "\n"
			if !strings.HasPrefix(key, "public/assets/") {
				all += v.read(key)
			}
		}
		return all, names
	}

	out := add()
	if want := "deck.pptx: speaker notes of 1 slide, hidden slide 2, 1 comment, metadata. To publish them"; !strings.Contains(out, want) {
		t.Errorf("the output lacks %q:\n%s", want, out)
	}
	all, names := found()
	for _, text := range private {
		if strings.Contains(all, text) {
			t.Errorf("the public space contains %q", text)
		}
	}
	for _, want := range []string{"slides/deck/1.jpg", "slides/deck/3.jpg"} {
		if !strings.Contains(names, want) {
			t.Errorf("the public space lacks %s:\n%s", want, names)
		}
	}
	if strings.Contains(names, "slides/deck/2.jpg") || strings.Contains(names, "pptx") {
		t.Errorf("the public space has the hidden slide or the original:\n%s", names)
	}
	if !strings.Contains(all, "Slide 2 is hidden in the deck and not published.") {
		t.Error("the page does not explain the gap")
	}

	out = add("--publish=notes,hiddenSlides,comments,metadata,originals")
	if strings.Contains(out, "withheld") {
		t.Errorf("something is withheld:\n%s", out)
	}
	all, names = found()
	for _, text := range private {
		if !strings.Contains(all, text) {
			t.Errorf("the public space lacks %q", text)
		}
	}
	if !strings.Contains(names, "slides/deck/2.jpg") || !strings.Contains(names, ".pptx") {
		t.Errorf("the public space lacks the hidden slide or the original:\n%s", names)
	}

	add() // rendered files stay, but no page names them
	for _, key := range v.keys("public/meetings/") {
		for _, text := range private {
			if strings.Contains(v.read(key), text) {
				t.Errorf("%s still contains %q", key, text)
			}
		}
		if strings.Contains(key, "slides/deck/2.") {
			t.Errorf("%s is still published", key)
		}
	}
}
