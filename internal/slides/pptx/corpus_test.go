package pptx_test

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
)

// TestCorpus checks real decks against the expectations of other projects' tests,
// except those that need rendering or a password.
func TestCorpus(t *testing.T) {
	t.Parallel()

	folder := proctest.Corpus(t)
	f, err := os.Open(filepath.Join(folder, "decks.tsv")) //nolint:gosec // the folder of the tests
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	held := 0
	for rows := bufio.NewScanner(f); rows.Scan(); {
		row := strings.Split(rows.Text(), "\t")
		if len(row) < 4 || filepath.Ext(row[0]) != ".pptx" || row[3] == "encrypted" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, "decks", row[0])) //nolint:gosec // the same
		if err != nil {
			t.Fatal(err)
		}
		deck, err := read(t, data)
		if !expectation(row).holds(deck, err) {
			t.Errorf("missed: %q, %v", row, err)
			continue
		}
		held++
	}
	if t.Logf("%d expectations hold", held); held == 0 {
		t.Error("no expectation was looked at")
	}
}

// expectation is a row of the corpus: file, kind, slide, value.
type expectation []string

func (e expectation) holds(deck meeting.DeckText, err error) bool {
	kind, value := e[1], plain(e[3])
	if kind == "error" {
		return fault.IsPermanent(err) && strings.Contains(fault.Reason(err), "damaged")
	}
	if err != nil {
		return false
	}
	switch kind {
	case "slides":
		return strconv.Itoa(len(deck.Slides)) == value
	case "opens":
		return len(deck.Slides) > 0
	case "meta:title":
		return plain(deck.Properties.Title) == value
	case "meta:author":
		return plain(deck.Properties.Author) == value
	case "meta:keywords":
		return plain(deck.Properties.Keywords) == value
	}
	found := slices.ContainsFunc(deck.Slides, func(s meeting.Slide) bool {
		return (e[2] == "*" || e[2] == strconv.Itoa(s.Number)) && strings.Contains(plain(field(s, kind)), value)
	})
	return found == (kind != "not_text")
}

// field is the text of a slide to which an expectation applies; it is empty for an
// unknown kind, which fails.
func field(s meeting.Slide, kind string) string {
	var text []string
	switch kind {
	case "title":
		return s.Title
	case "notes":
		return s.Notes
	case "master":
		return s.Master
	case "text", "not_text":
		return s.Title + "\n" + s.Body
	case "link":
		for _, l := range s.Links {
			text = append(text, l.URL)
		}
	case "comment_author":
		for _, c := range s.Comments {
			text = append(text, c.Author)
		}
	case "table", "chart", "diagram":
		for _, b := range s.Blocks {
			if string(b.Kind) == kind {
				text = append(text, meeting.Body([]meeting.Block{b}))
			}
		}
	}
	return strings.Join(text, "\n")
}

func plain(s string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(strings.NewReplacer(`\t`, " ", `\n`, " ").Replace(s))), " ")
}
