package odp_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// TestCorpus checks real presentations against the expectations of other projects'
// tests.
func TestCorpus(t *testing.T) {
	t.Parallel()
	folder := proctest.Corpus(t)
	table, err := os.ReadFile(filepath.Join(folder, "decks.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for row := range strings.Lines(string(table)) {
		f := strings.Split(row, "\t")
		if len(f) < 4 || !strings.HasSuffix(f[0], ".odp") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, "decks", f[0]))
		if err != nil {
			t.Fatal(err)
		}
		text, err := read(t, data)
		if err != nil || !holds(text, f[1], f[2], plain(f[3])) {
			t.Errorf("%s: %s %q on slide %s is missed (%v)", f[0], f[1], f[3], f[2], err)
		}
		held++
	}
	if held == 0 {
		t.Error("no expectation is of a presentation of this kind")
	}
}

// holds reports whether an expectation holds.
func holds(text meeting.DeckText, kind, slide, want string) bool {
	for _, s := range text.Slides {
		if slide != "*" && slide != strconv.Itoa(s.Number) {
			continue
		}
		found := s.Title + "\n" + s.Body
		switch kind {
		case "title":
			found = s.Title
		case "notes":
			found = s.Notes
		case "master":
			found = s.Master
		case "hidden":
			if !s.Hidden {
				found = ""
			}
		case "alt":
			for _, b := range s.Blocks {
				found += "\n" + b.Alt
			}
		case "link":
			for _, l := range s.Links {
				found += "\n" + l.URL
			}
		case "comment", "comment_author":
			for _, c := range s.Comments {
				found += "\n" + c.Author + "\n" + c.Text
			}
		}
		if strings.Contains(plain(found), want) {
			return kind != "not_text"
		}
	}
	return kind == "not_text" || kind == "opens" || kind == "slides" && want == strconv.Itoa(len(text.Slides))
}

func plain(s string) string {
	s = strings.NewReplacer(`\t`, " ", `\n`, " ").Replace(s)
	return strings.Join(strings.Fields(norm.NFKC.String(s)), " ")
}
