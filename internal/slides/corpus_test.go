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
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// TestCorpus holds the converter to what other projects' tests say of real
// decks. Comments, links, alternative texts, and text that is only in pixels
// are no part of a slide here, so those expectations are passed over.
func TestCorpus(t *testing.T) {
	t.Parallel()

	folder := proctest.Corpus(t)
	needTools(t, "soffice", "pdfinfo", "pdftotext", "pdftocairo", "cwebp")
	checks := readChecks(t, filepath.Join(folder, "decks.tsv"))
	c := slides.New(newRunner(t))
	results := map[string]outcome{}
	passed, total := 0, 0
	for _, check := range checks {
		if !slices.Contains(inScope(), check.kind) {
			continue
		}
		got, known := results[check.file]
		if !known {
			got.Result, got.err = c.Convert(t.Context(), filepath.Join(folder, "decks", check.file), t.TempDir(), nil)
			results[check.file] = got
		}
		total++
		if check.holds(got) {
			passed++
		} else {
			t.Logf("missed: %s: %s %q on slide %s (%v)", check.file, check.kind, check.value, check.slide, got.err)
		}
	}
	t.Logf("%d of %d expectations of %d decks hold", passed, total, len(results))
	if missed := total - passed; missed > mayMiss {
		t.Errorf("%d expectations are missed, want %d at most", missed, mayMiss)
	}
}

// mayMiss is one: the header of a notes page, which is not what the speaker
// noted.
const mayMiss = 1

// inScope are the kinds of expectations that a slide's fields can meet.
func inScope() []string {
	return []string{
		"slides", "slides_min", "text", "title", "table", "notes", "opens", "error", "not_text",
		"chart", "diagram", "hidden", "opens_or_error",
	}
}

type outcome struct {
	slides.Result
	err error
}

type check struct{ file, kind, slide, value string }

func (c check) holds(got outcome) bool {
	switch c.kind {
	case "error":
		word := map[string]string{"encrypted": "encrypted", "corrupt": "damaged"}[c.value]
		return fault.IsPermanent(got.err) && strings.Contains(fault.Reason(got.err), word)
	case "opens_or_error":
		return got.err == nil || fault.IsPermanent(got.err)
	case "opens":
		return got.err == nil && len(got.Slides) > 0 && len(got.Slides[0].Images) > 0
	}
	if got.err != nil {
		return false
	}
	switch c.kind {
	case "slides":
		n, err := strconv.Atoi(c.value)
		return err == nil && len(got.Slides) == n
	case "slides_min":
		n, err := strconv.Atoi(c.value)
		return err == nil && len(got.Slides) >= n
	}
	found := slices.ContainsFunc(got.Slides, func(s meeting.Slide) bool {
		return (c.slide == "*" || c.slide == strconv.Itoa(s.Number)) && strings.Contains(plain(c.field(s)), plain(c.value))
	})
	return found == (c.kind != "not_text")
}

// field is where on a slide the check looks. Other suites count titles as
// text, and most of them rows of tables, too.
func (c check) field(s meeting.Slide) string {
	switch c.kind {
	case "title":
		return s.Title
	case "notes":
		return s.Notes
	case "hidden":
		if !s.Hidden {
			return ""
		}
	}
	return s.Title + "\n" + s.Body
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
	defer f.Close() //nolint:errcheck // it was only read from
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
