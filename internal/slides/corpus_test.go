package slides_test

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// mayMiss is the number of expectations that may fail.
const mayMiss = 0

// TestCorpus checks real decks against the expectations of other projects' tests.
func TestCorpus(t *testing.T) {
	t.Parallel()

	folder := proctest.Corpus(t)
	proctest.Heavy(t)
	needTools(t)
	proctest.Need(t, "tesseract")
	checks := readChecks(t, filepath.Join(folder, "decks.tsv"))
	c := slides.New(proctest.Runner(t), "")
	t.Cleanup(func() { _ = c.Close() }) // stops LibreOffice
	results := map[[2]string]outcome{}
	missed := 0
	for _, check := range checks {
		password := ""
		if check.kind == "password" {
			password = check.value
		}
		deck := [2]string{check.file, password}
		got, known := results[deck]
		if !known {
			got = convertAndRead(t, c, filepath.Join(folder, "decks", check.file), password)
			results[deck] = got
		}
		if !check.holds(got) {
			missed++
			t.Logf("missed: %s: %s %q on slide %s (%v)", check.file, check.kind, check.value, check.slide, got.err)
		}
	}
	t.Logf("%d of %d expectations of %d decks hold", len(checks)-missed, len(checks), len(results))
	if missed > mayMiss {
		t.Errorf("%d expectations are missed, want %d at most", missed, mayMiss)
	}
}

type outcome struct {
	whole

	read slides.OCRText
	err  error
}

// convertAndRead reads the text of a deck, renders it, and reads pages that need OCR.
func convertAndRead(t *testing.T, c *slides.Converter, path, password string) outcome {
	t.Helper()
	dir, o := t.TempDir(), slides.Options{Password: password, Languages: []string{"en"}}
	var got outcome
	if got.whole, got.err = convert(t.Context(), c, path, dir, o, nil); got.err != nil {
		return got
	}
	if pages := slides.PagesForOCR(got.DeckText, got.Pages); len(pages.Whole)+len(pages.Pictures) > 0 {
		got.read, got.err = c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), t.TempDir(), pages, o, nil)
	}
	got.Slides, _ = slides.Join(got.DeckText, slides.Rendered{Pages: got.Pages}, got.read)
	return got
}

type check struct{ file, kind, slide, value string }

func (c check) holds(got outcome) bool {
	opens := got.err == nil && len(got.Slides) > 0 && len(got.Slides[0].Images) > 0
	switch c.kind {
	case "error":
		word := map[string]string{"encrypted": "encrypted", "corrupt": "damaged"}[c.value]
		return fault.IsPermanent(got.err) && strings.Contains(fault.Reason(got.err), word)
	case "opens_or_error":
		return opens || fault.IsPermanent(got.err)
	case "opens", "password":
		return opens
	}
	if got.err != nil {
		return false
	}
	switch c.kind {
	case "slides":
		return c.value == strconv.Itoa(len(got.Slides))
	case "meta:title":
		return got.Properties.Title == c.value
	case "meta:author":
		return got.Properties.Author == c.value
	case "meta:keywords":
		return got.Properties.Keywords == c.value
	}
	found := slices.ContainsFunc(got.Slides, func(s meeting.Slide) bool {
		return (c.slide == "*" || c.slide == strconv.Itoa(s.Number)) && strings.Contains(plain(c.field(s)), plain(c.value))
	})
	return found == (c.kind != "not_text")
}

// field is the text of a slide to which the check applies. Other projects count
// titles as text.
func (c check) field(s meeting.Slide) string {
	text := s.Title + "\n" + s.Body
	switch c.kind {
	case "title":
		return s.Title
	case "notes":
		return s.Notes
	case "master":
		return s.Master
	case "table":
		return ofKind(s, meeting.Table)
	case "chart":
		return ofKind(s, meeting.Graph)
	case "not_text":
		return text + "\n" + s.Notes + "\n" + s.Master
	case "link":
		var urls []string
		for _, l := range s.Links {
			urls = append(urls, l.URL)
		}
		return strings.Join(urls, "\n")
	case "comment_author":
		var authors []string
		for _, c := range s.Comments {
			authors = append(authors, c.Author)
		}
		return strings.Join(authors, "\n")
	case "ocr":
		if !s.OCR {
			return ""
		}
	}
	return text
}

// ofKind is the text of the blocks of one kind.
func ofKind(s meeting.Slide, kind meeting.BlockKind) string {
	return meeting.Body(slices.DeleteFunc(slices.Clone(s.Blocks), func(b meeting.Block) bool { return b.Kind != kind }))
}

func plain(s string) string {
	s = strings.NewReplacer(`\t`, " ", `\n`, " ").Replace(s)
	return strings.Join(strings.Fields(norm.NFKC.String(s)), " ")
}

func readChecks(t *testing.T, path string) []check {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	var checks []check
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Split(lines.Text(), "\t"); len(fields) >= 4 && fields[0] != "file" {
			checks = append(checks, check{fields[0], fields[1], fields[2], fields[3]})
		}
	}
	if len(checks) == 0 {
		t.Fatalf("%s has no expectations", path)
	}
	return checks
}
