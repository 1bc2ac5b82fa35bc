package sheet

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decodeText reads CSV or TSV.
func decodeText(data []byte) (Table, error) {
	text, charset, err := toUTF8(data)
	if err != nil {
		return Table{}, err
	}
	text, comma := separator(text)
	b := &builder{table: Table{Notes: []string{"It was read as text in " + charset + ", with columns separated by " + separatorName(comma) + "."}}}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, false
	columns, number, next := 0, 0, 1 // of the first row; row of the last record, and line behind it
	for {
		begin := r.InputOffset()
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return b.table, nil
		}
		if err != nil {
			return Table{}, refusef("is damaged after row %d: %v", number, err)
		}
		line, _ := r.FieldPos(0)
		number += 1 + line - next // the reader leaves out empty lines, which are rows
		next = line + 1
		for _, field := range record {
			next += strings.Count(field, "\n")
		}
		if isUnclosed(text[begin:r.InputOffset()], record) {
			return Table{}, refusef("has a quotation mark in row %d that is never closed, so that the rows below cannot be told from its text", number)
		}
		if columns = cmp.Or(columns, len(record)); holdsRows(record, comma, columns) && len(b.table.Notes) < maxTextNotes {
			b.table.Notes = append(b.table.Notes, fmt.Sprintf("A text in row %d has lines that look like rows: a quotation mark may be missing or too many there.", number))
		}
		if err := b.add(number, record); err != nil {
			return Table{}, err
		}
	}
}

// maxTextNotes limits the notes about a text file.
const maxTextNotes = 6

// holdsRows reports whether a text of several lines has a line with as many columns as the first
// row: a quotation mark that is missing joins rows.
func holdsRows(record []string, comma rune, columns int) bool {
	if columns < 2 {
		return false
	}
	for _, field := range record {
		if _, rest, several := strings.Cut(field, "\n"); several {
			for line := range strings.SplitSeq(rest, "\n") {
				if strings.Count(line, string(comma)) >= columns-1 {
					return true
				}
			}
		}
	}
	return false
}

// isUnclosed reports whether the last field of a record begins with a quotation mark that the end
// of the file closes.
func isUnclosed(raw string, record []string) bool {
	last := record[len(record)-1]
	return strings.Contains(last, "\n") && !strings.HasSuffix(strings.TrimRight(raw, "\r\n"), `"`)
}

// toUTF8 detects the character set of a text.
func toUTF8(data []byte) (text, charset string, err error) {
	decode := func(e encoding.Encoding, name string) (string, string, error) {
		out, err := e.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", refusef("is not in %s, though it begins so", name)
		}
		return lines(out), name, nil
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), halfZero(data, 1):
		return decode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16")
	case bytes.HasPrefix(data, []byte("\xfe\xff")), halfZero(data, 0):
		return decode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-16")
	case bytes.IndexByte(data, 0) >= 0:
		return "", "", refusal("is neither a spreadsheet nor text: save it as .xlsx, .ods or .csv")
	case utf8.Valid(data):
		return lines(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), "UTF-8", nil
	}
	return decode(charmap.Windows1252, "Windows-1252 (Latin-1)")
}

// halfZero reports whether most bytes at even (0) or odd (1) places are zero: UTF-16
// without a byte order mark.
func halfZero(data []byte, odd int) bool {
	zeros, n := 0, min(len(data), headBytes)
	for i := odd; i < n; i += 2 {
		if data[i] == 0 {
			zeros++
		}
	}
	return n >= 8 && zeros*2 > n/2
}

// lines returns text whose lines end in \n, also that of an old Macintosh.
func lines(data []byte) string {
	if bytes.IndexByte(data, '\n') < 0 {
		return strings.ReplaceAll(string(data), "\r", "\n")
	}
	return string(data)
}

// candidates are the characters that may separate columns. In doubt, the first wins.
func candidates() []rune { return []rune{'\t', ';', ',', '|'} }

func separatorName(r rune) string {
	switch r {
	case '\t':
		return "tabs"
	case ';':
		return "semicolons"
	case ',':
		return "commas"
	}
	return "vertical bars"
}

// separator returns the text and the character that separates its columns: the one of a first
// line "sep=;", or else the one that gives the most rows of the same length at the beginning.
func separator(text string) (string, rune) {
	first, rest, _ := strings.Cut(text, "\n")
	if value, is := strings.CutPrefix(strings.TrimRight(first, "\r"), "sep="); is && utf8.RuneCountInString(value) == 1 {
		r, _ := utf8.DecodeRuneInString(value)
		return rest, r
	}
	best, score := ',', 0
	for _, comma := range candidates() {
		if s := fit(text, comma); s > score {
			best, score = comma, s
		}
	}
	return text, best
}

// fit counts the cells of the first rows that have the most frequent number of columns above
// one.
func fit(text string, comma rune) int {
	const sample, most = 50, 1 << 16
	r := csv.NewReader(strings.NewReader(text[:min(len(text), most)]))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, true
	counts := map[int]int{}
	for range sample {
		record, err := r.Read()
		if err != nil {
			break
		}
		if len(record) > 1 {
			counts[len(record)]++
		}
	}
	best := 0
	for columns, rows := range counts {
		best = max(best, rows*rows*min(columns, 50)) // equal rows count more than many columns
	}
	return best
}
