package slides_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	deck "proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// numbered is a shape with a slide number field, and a link to the slide of a
// relation.
func numbered(relation string) string {
	return `<p:sp><p:nvSpPr><p:cNvPr id="9" name="Number"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>` +
		`<p:spPr><a:xfrm><a:off x="609600" y="5000000"/><a:ext cx="9000000" cy="700000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>` +
		`<p:txBody><a:bodyPr/><a:p><a:r><a:t>Slide </a:t></a:r><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/><a:t>0</a:t></a:fld>` +
		`<a:r><a:rPr lang="en-GB"><a:hlinkClick r:id="` + relation + `" action="ppaction://hlinksldjump"/></a:rPr><a:t> and the other end</a:t></a:r></a:p></p:txBody></p:sp>`
}

// linkedDeck is a deck whose slides show their numbers and link to each other. Some
// are hidden, and one is much heavier than the others.
func linkedDeck(t *testing.T) []byte {
	t.Helper()
	const n = 20
	made := make([]slidestest.PPTXSlide, n)
	for i := range made {
		made[i] = slidestest.PPTXSlide{
			Shapes: slidestest.Shape("title", fmt.Sprintf("Section %d", i)) + numbered("rIdX"),
			Refs:   map[string]string{"rIdX": fmt.Sprintf("slide slide%d.xml", 100-(n-i))},
		}
		if i%5 == 3 {
			made[i].Attrs = `show="0"`
		}
		if i == 7 {
			for range 20 {
				made[i].Shapes += slidestest.Table([]string{"Item", "EUR"}, []string{"Steel", "12"})
			}
		}
	}
	return slidestest.PPTX(t, made)
}

// contents is all that poppler prints about a PDF file: text, links, table of
// contents, tags and images.
func contents(t *testing.T, path string) map[string]string {
	t.Helper()
	all := map[string]string{}
	r := proctest.Runner(t)
	run := func(name, tool string, args ...string) {
		var out bytes.Buffer
		dir := filepath.Dir(path)
		if _, err := r.Run(t.Context(), proc.Command{Path: tool, Args: append(args, path), Read: []string{path}, Write: []string{dir}, Dir: dir, Stdout: &out}); err != nil {
			t.Fatal(err)
		}
		all[name] = out.String()
	}
	run("text", "pdftohtml", "-xml", "-i", "-stdout")
	run("links", "pdfinfo", "-url")
	run("tags", "pdfinfo", "-struct-text")
	run("pictures", "pdftoppm", "-r", "30")
	// Each portion has its own fonts.
	all["text"] = regexp.MustCompile(`(?m)^\s*<fontspec.*\n| font="\d+"`).ReplaceAllString(all["text"], "")
	// Poppler prints the attributes of a tag in the order of their object numbers.
	all["tags"] = regexp.MustCompile(`(?m)^ */.*\n`).ReplaceAllString(all["tags"], "")
	return all
}

// counting counts the PDF files that are read.
type counting struct {
	*proc.Runner

	read     atomic.Int32
	noPython bool // so LibreOffice cannot be kept running
}

func (r *counting) Run(ctx context.Context, c proc.Command) (string, error) {
	if r.noPython && strings.HasSuffix(c.Path, "python3") {
		return "", fmt.Errorf("start %s: %w", c.Path, os.ErrNotExist)
	}
	if slices.Contains(c.Args, "--json-output=2") {
		r.read.Add(1)
	}
	return r.Runner.Run(ctx, c)
}

// TestPortionsMakeTheSameDeck converts a deck as a whole and in portions, and compares
// the PDF files.
func TestPortionsMakeTheSameDeck(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "qpdf", "pdftohtml", "pdftoppm")

	for name, data := range map[string][]byte{
		"a deck of all kinds of things": slidestest.PPTXOf(t, slidestest.Usual(23)),
		"a deck of links":               linkedDeck(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			r := &counting{Runner: proctest.Runner(t)}
			c := deck.New(r, "")
			t.Cleanup(func() { _ = c.Close() }) // stops LibreOffice
			export := func(units int) (of map[string]string, portions int32) {
				before := r.read.Load()
				pdf, err := c.SetPortionMax(units).Export(t.Context(), path, t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				return contents(t, pdf), r.read.Load() - before
			}
			whole, portions := export(1_000_000)
			if portions != 1 || !strings.Contains(whole["text"], "<outline>") || !strings.Contains(whole["text"], "<a href") || !strings.Contains(whole["tags"], "P (block)") {
				t.Errorf("the deck, made in %d, lacks links, a table of contents or tags: %.2000s", portions, whole["text"])
			}
			for units, least := range map[int]int32{120: 2, 25: 5} {
				joined, portions := export(units)
				if portions < least {
					t.Errorf("in portions of %d units it was made in %d, want %d or more", units, portions, least)
				}
				if diff := cmp.Diff(whole, joined); diff != "" {
					t.Errorf("in portions of %d: - whole + joined\n%.4000s", units, diff)
				}
			}
		})
	}
}

// TestPortionsWithoutPython starts a LibreOffice process for each portion.
func TestPortionsWithoutPython(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "qpdf", "pdftohtml", "pdftoppm")

	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, examplePPTX(t), 0o600); err != nil {
		t.Fatal(err)
	}
	var made []map[string]string
	for _, units := range []int{1_000_000, 8} {
		r := &counting{Runner: proctest.Runner(t), noPython: true}
		c := deck.New(r, "").SetPortionMax(units)
		pdf, err := c.Export(t.Context(), path, t.TempDir())
		if err != nil || c.OfficeUnavailable() == nil {
			t.Fatalf("Export = %v, unavailable because of %v", err, c.OfficeUnavailable())
		}
		if n := r.read.Load(); (n > 1) != (units == 8) {
			t.Errorf("cut at %d units, it was made in %d portions", units, n)
		}
		made = append(made, contents(t, pdf))
	}
	if diff := cmp.Diff(made[0], made[1]); diff != "" {
		t.Errorf("- whole + joined\n%.4000s", diff)
	}
}
