package batch_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/batch"
	"proceedings/internal/meeting"
	"proceedings/internal/sheet"
)

// table is a sheet whose rows are lines with cells between bars. An empty line is a row without
// text.
func table(text string) (t sheet.Table) {
	for i, line := range strings.Split(strings.TrimPrefix(text, "\n"), "\n") {
		var cells []string
		for cell := range strings.SplitSeq(line, "|") {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n"))
		}
		if strings.Trim(line, "| ") != "" {
			t.Rows = append(t.Rows, sheet.Row{Number: i + 1, Cells: cells})
		}
	}
	return t
}

// shown describes the meetings and the problems of a plan in lines.
func shown(p batch.Plan) (lines []string) {
	for _, m := range p.Meetings {
		if m.Problem == "" {
			lines = append(lines, fmt.Sprintf("%v %s, %s, %s: %s", m.Rows, m.ID, m.Title, m.Date, strings.Join(m.Files, " + ")))
		}
	}
	for _, r := range p.Rows {
		if r.Problem != "" {
			lines = append(lines, "! "+r.Problem)
		}
	}
	return lines
}

func TestFromSheet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		opts       batch.Options
		want       []string
	}{
		{"English", `
Title|Date|Folder
Spring|2003-03-12|a
Autumn|12.10.2003|b`, batch.Options{}, []string{"[2] , Spring, 2003-03-12: a", "[3] , Autumn, 2003-10-12: b"}},
		{"German in capitals", "TITEL|DATUM|ORDNER|SIGNATUR\nTagung|1.2.2003|a|AV.2003/7", batch.Options{}, []string{"[2] av-2003-7, Tagung, 2003-02-01: a"}},
		{"French", "Intitulé de la séance|Date|Répertoire|Cote\nx|2 mai 2003|a|c1", batch.Options{Map: map[string]string{"intitule de la seance": "title"}}, []string{"[2] c1, x, 2003-05-02: a"}},
		{"Spanish", "Título|Fecha|Carpeta|Identificador\nx|2 de enero de 2003|a|c1", batch.Options{}, []string{"[2] c1, x, 2003-01-02: a"}},
		{"a header in the third row", "Recordings of the society\n\nTitle|Date|Folder\nx|2003-01-02|a", batch.Options{}, []string{"[4] , x, 2003-01-02: a"}},
		{"two headers", "Titel|Datum|Ordner\nTitle|Date|Folder\nx|2003-01-02|a\nTitel|Datum|Ordner\ny|2003-01-02|b", batch.Options{}, []string{"[3] , x, 2003-01-02: a", "[5] , y, 2003-01-02: b"}},
		{"brackets and slashes in names", "Titel / Title|Date (DD/MM/YYYY)|File(s)\nx|2003-01-02|a.mp4; b.mp4", batch.Options{}, []string{"[2] , x, 2003-01-02: a.mp4 + b.mp4"}},
		{"a header with one name", "Ordner\na\nb", batch.Options{}, []string{"[2] , , : a", "[3] , , : b"}},
		{"no header, with letters", "x|2003-01-02|a", batch.Options{Map: map[string]string{"A": "title", "b": "date", "C": "folder"}}, []string{"[1] , x, 2003-01-02: a"}},
		{"a letter and names", "Title|Where it is\nx|a", batch.Options{Map: map[string]string{"B": "folder"}}, []string{"[2] , x, : a"}},
		{"rows of one meeting", "id|title|file\nA1|x|a.mp4\nA1||b.pdf\nA2|y|c.mp4\nA1||a.mp4", batch.Options{}, []string{"[2 3 5] a1, x, : a.mp4 + b.pdf", "[4] a2, y, : c.mp4"}},
		{"an ID of two meetings", "id|title|file\nA1|x|a.mp4\nA1|y|b.pdf", batch.Options{}, []string{
			`! another row of the same meeting has a problem: row 3 has the same ID as row 2, "A1", but another title ("x" there): give one of them another ID, or the same title`,
			`! row 3 has the same ID as row 2, "A1", but another title ("x" there): give one of them another ID, or the same title`,
		}},
		{"IDs that differ in their marks", "id|title|file\nA 1|x|a\nA-1|x|b", batch.Options{}, []string{
			`! another row of the same meeting has a problem: row 3 has the ID "A-1", and row 2 has "A 1": both would be a-1 in addresses; give one of them another ID`,
			`! row 3 has the ID "A-1", and row 2 has "A 1": both would be a-1 in addresses; give one of them another ID`,
		}},
		{"an ID without Latin letters", "id|file\n会议|a", batch.Options{}, []string{`! row 2, column "id" (A): "会议" has too few Latin letters and digits for an ID: IDs are part of addresses`}},
		{"ambiguous dates", "title|date|file\nx|03/04/2020|a\ny|2020-04-05|b", batch.Options{}, []string{
			"[3] , y, 2020-04-05: b",
			`! row 2, column "date" (B): "03/04/2020" may be 3 April 2020 or 4 March 2020, and the other dates of the column do not tell: add --date-order dmy if the day comes first, or --date-order mdy if the month does`,
		}},
		{"the column tells the order", "title|date|file\nx|03/04/2020|a\ny|25/04/2020|b", batch.Options{}, []string{"[2] , x, 2020-04-03: a", "[3] , y, 2020-04-25: b"}},
		{"--date-order tells it", "title|date|file\nx|03/04/2020|a", batch.Options{Order: batch.MonthFirst}, []string{"[2] , x, 2020-03-04: a"}},
		{"no file", "title|date|file\nx|2003-01-02|", batch.Options{}, []string{"! row 2 names neither a folder nor a file"}},
		{"paths", `title|file
a|x\y\z.mp4
b|../z.mp4
c|D:\x\y.mp4
d|\\server\x
e|https://example.org/x.mp4
f|a//b/../c
g|"a, b.mp4"`, batch.Options{}, []string{
			"[2] , a, : x/y/z.mp4", "[7] , f, : a/c", "[8] , g, : a, b.mp4",
			`! row 3, column "file" (B): "../z.mp4" is outside the folder of the sheet: name a folder that has all files with --root`,
			`! row 4, column "file" (B): "D:\\x\\y.mp4" is a path of another computer: write it relative to the folder of the sheet, or name its folder with --root`,
			`! row 5, column "file" (B): "\\\\server\\x" is a path of another computer: write it relative to the folder of the sheet, or name its folder with --root`,
			`! row 6, column "file" (B): "https://example.org/x.mp4" is an address: only files below the folder of the sheet, or of --root, are read`,
		}},
		{"values", "file|language|visibility|profile\na|Deutsch|intern|audio\nb|xx-nothing|?|best", batch.Options{Profiles: []string{"meeting", "audio"}}, []string{
			"[2] , , : a",
			`! row 3, column "language" (B): "xx-nothing" is no language that is known: write its tag, such as en, de or pt-BR; row 3, column "visibility" (C): "?" is no visibility: write public, unlisted or private; row 3, column "profile" (D): "best" is no profile: write meeting, audio`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := batch.FromSheet(table(tt.text), tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(p)); diff != "" {
				t.Error(diff)
			}
			if len(p.Rows) == 0 || p.Rows[0].Number <= p.Header {
				t.Errorf("rows %+v", p.Rows)
			}
		})
	}
}

func TestRefusesSheets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		opts       batch.Options
		want       string
	}{
		{"nothing", "", batch.Options{}, "it has no rows with text"},
		{"no header", "x|2003-01-02|a", batch.Options{}, `none of the first 20 rows has known column names, such as title, date and folder; the first row has "x", "2003-01-02" and "a"; name columns with --map "NAME=title", or by letter if there is no header: --map A=title --map B=folder`},
		{"no column of files", "Title|Date|Foo\nx|2003-01-02|a", batch.Options{}, `no column names the folders or files of the meetings; it has "Title", "Date" and "Foo"; name one with --map "NAME=folder"`},
		{"--map of a column that is not there", "Title|Date|Folder\nx|2003-01-02|a", batch.Options{Map: map[string]string{"Titel 2": "title"}}, `--map "Titel 2": row 1 has no such column; it has "Title", "Date" and "Folder"`},
		{"--map to nothing", "Title|Folder", batch.Options{Map: map[string]string{"Title": "tittle"}}, `--map "Title"="tittle": a column can be id, title, date, folder, series, language, people, license, holder, visibility, profile, description, metadata or ignore`},
	}
	for _, tt := range tests {
		if _, err := batch.FromSheet(table(tt.text), tt.opts); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

// TestKeepsOtherColumns: what no name is known for is metadata, and so are a series and an ID
// that had to be written in another way.
func TestKeepsOtherColumns(t *testing.T) {
	t.Parallel()
	p, err := batch.FromSheet(table(`
Signatur|Titel|Ordner|Referent|Teilnehmer|Reihe|Band|Lizenz|Geheim
AV/7|x|a|Speaker for Harbour|One, Person; Two|Kolloquium|VHS 3|CC-BY-4.0|no|below no header`), batch.Options{Map: map[string]string{"geheim": "ignore"}})
	if err != nil {
		t.Fatal(err)
	}
	var m meeting.Meeting
	p.Meetings[0].Apply(&m)
	want := meeting.Meeting{
		People:   []meeting.Person{{Name: "Speaker for Harbour", Role: "speaker"}, {Name: "One, Person"}, {Name: "Two"}},
		Rights:   meeting.Rights{License: "CC-BY-4.0"},
		Metadata: []meeting.Field{{Name: "Signatur", Value: "AV/7"}, {Name: "Reihe", Value: "Kolloquium"}, {Name: "Band", Value: "VHS 3"}, {Name: "column J", Value: "below no header"}},
	}
	if diff := cmp.Diff(want, m); diff != "" || p.Meetings[0].ID != "av-7" {
		t.Errorf("ID %s %s", p.Meetings[0].ID, diff)
	}
}

func TestMergedTitlesAndFaults(t *testing.T) {
	t.Parallel()
	in := table("Title|Date|File\nx|2003-01-02|a\nx|2003-01-02|b\ny|2003-01-03|c\nz||d")
	in.Rows[2].Merged = map[int]bool{0: true, 1: true}
	in.Faults = []sheet.Fault{{Row: 5, Column: 1, Reason: "has a formula without a stored value"}}
	p, err := batch.FromSheet(in, batch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"[2 3] , x, 2003-01-02: a + b", "[4] , y, 2003-01-03: c", `! row 5, column "Date" (B): cell B5 has a formula without a stored value`}, shown(p)); diff != "" {
		t.Error(diff)
	}
}

func TestFromFolders(t *testing.T) {
	t.Parallel()
	names := []string{"2003-03-12_Spring_meeting", "notes", "2003-13-12_x"}
	p, err := batch.FromFolders(names, regexp.MustCompile(`^(?P<date>\d{4}-\d\d-\d\d)_(?P<title>.+)$`), batch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"[1] , Spring meeting, 2003-03-12: 2003-03-12_Spring_meeting", `! the name of the folder "notes" does not match --pattern`,
		`! the name of the folder "2003-13-12_x", group "date": there is no day "2003-13-12": write it as 2003-06-30`,
	}
	if diff := cmp.Diff(want, shown(p)); diff != "" {
		t.Error(diff)
	}
	if p, err = batch.FromFolders(names, nil, batch.Options{}); err != nil || len(p.Meetings) != 3 || p.Meetings[1].Files[0] != "notes" || p.Meetings[1].Title != "" {
		t.Errorf("without a pattern: %v, %v", shown(p), err)
	}
	if _, err = batch.FromFolders(names, regexp.MustCompile(`\d+`), batch.Options{}); err == nil {
		t.Error("a pattern without groups was taken")
	}
}
