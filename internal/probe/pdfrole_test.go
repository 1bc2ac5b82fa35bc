package probe

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

func sheets(n int, s pageSize, more ...pageSize) []pageSize {
	var all []pageSize
	for range n {
		all = append(all, s)
	}
	return append(all, more...)
}

func TestPDFRole(t *testing.T) {
	t.Parallel()
	const deck, document = meeting.Deck, meeting.Document
	a4 := pageSize{width: 595.276, height: 841.89}
	a4Wide := pageSize{width: 841.89, height: 595.276}
	letter := pageSize{width: 792, height: 612}
	slide := pageSize{width: 960, height: 540}
	oldSlide := pageSize{width: 720, height: 540}
	turned := pageSize{width: 595.276, height: 841.89, rotated: true}
	poster := pageSize{width: 2383.94, height: 3370.39}
	widePoster := pageSize{width: 3370.39, height: 2383.94}
	phone := pageSize{width: 540, height: 960}
	for _, tt := range []struct {
		name    string
		sizes   []pageSize
		creator string
		letters int
		want    meeting.Role
	}{
		{"slides", sheets(9, slide), "", 300, deck},
		{"slides above notes for a second screen", []pageSize{{width: 960, height: 1080}}, "", 300, deck},
		{"upright pages with much text", []pageSize{{width: 960, height: 1080}}, "", 3000, document},
		{"slides behind a portrait cover", append(sheets(1, a4), sheets(4, slide)...), "", 100, deck},
		{"one slide behind a portrait cover", []pageSize{a4, slide}, "", 100, deck},
		{"slides with a portrait handout at the end", sheets(9, slide, a4, a4, a4), "", 100, deck},
		{"a paper", sheets(9, a4), "", 3000, document},
		{"a paper with a wide cover", append(sheets(1, slide), sheets(8, a4)...), "", 3000, document},
		{"one page behind a wide cover", []pageSize{slide, a4}, "", 3000, document},
		{"a paper with wide tables", sheets(9, a4, a4Wide, a4Wide, turned), "", 3000, document},
		{"a report of A4 landscape pages", sheets(9, a4Wide), "", 2000, document},
		{"a report of Letter landscape pages", sheets(9, letter), "", 2000, document},
		{"A4 landscape slides", sheets(9, a4Wide), "", 300, deck},
		{"A4 landscape slides by PowerPoint with much text", sheets(9, a4Wide), "Microsoft® PowerPoint® 2019", 2000, deck},
		{"rotated pages with little text", sheets(9, turned), "", 300, deck},
		{"scanned A4 landscape slides", sheets(9, a4Wide), "", 0, deck},
		{"text that cannot be read", sheets(9, a4Wide), "", lettersUnknown, deck},
		{"a landscape report by Word", sheets(9, a4Wide), "Microsoft® Word 2016", 300, document},
		{"a table by Excel", sheets(3, letter), "Microsoft® Excel® for Microsoft 365", 300, document},
		{"wide pages made with Word", sheets(9, slide), "Microsoft® Word 2016", 300, deck},
		{"slides with much text", sheets(9, oldSlide), "", 2000, deck},
		{"beamer", sheets(9, pageSize{width: 362.835, height: 272.126}), "LaTeX with Beamer class version 3.36", 200, deck},
		{"handouts by Impress", sheets(5, a4), "Impress", 400, deck},
		{"upright slides by Keynote", sheets(5, phone), "Keynote", 100, deck},
		{"upright pages by an unknown program", sheets(5, phone), "", 100, document},
		{"an upright report by PowerPoint", sheets(5, a4), "Microsoft PowerPoint", 2500, document},
		{"a portrait poster by PowerPoint", sheets(1, poster), "Microsoft PowerPoint", 900, document},
		{"a portrait poster by beamer", sheets(1, poster), "LaTeX with Beamer class", 4000, document},
		{"a landscape poster", sheets(1, widePoster), "Microsoft PowerPoint", 4000, document},
		{"a single slide", sheets(1, slide), "", 100, deck},
		{"a square page", sheets(1, pageSize{width: 500, height: 500}), "", 10, deck},
		{"no page has a size", nil, "", 0, document},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := pdfFacts{count: max(1, len(tt.sizes)), sizes: tt.sizes, program: programOf(tt.creator, "", ""), letters: tt.letters}
			if got := f.role(); got != tt.want {
				t.Errorf("role = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestProgramOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		creator, producer, title string
		want                     program
	}{
		{"Microsoft® PowerPoint® 2019", "", "", slideProgram},
		{"Acrobat PDFMaker 11 for PowerPoint", "Adobe PDF Library", "", slideProgram},
		{"PScript5.dll Version 5.2.2", "Acrobat Distiller", "Microsoft PowerPoint - talk.pptx", slideProgram},
		{"Impress", "LibreOffice 7.4", "", slideProgram},
		{"Keynote", "macOS Version 13.4 (Build 22F66) Quartz PDFContext", "", slideProgram},
		{"LaTeX with Beamer class", "pdfTeX-1.40.25", "", slideProgram},
		{"Writer", "LibreOffice 7.4", "Keynote of the conference", textProgram},
		{"Pages", "macOS Quartz PDFContext", "", textProgram},
		{"", "Acrobat PDF Writer 4.0", "How to use PowerPoint", otherProgram},
		{"LaTeX with hyperref", "pdfTeX", "An impression", otherProgram},
	} {
		if got := programOf(tt.creator, tt.producer, tt.title); got != tt.want {
			t.Errorf("programOf(%q, %q, %q) = %d, want %d", tt.creator, tt.producer, tt.title, got, tt.want)
		}
	}
}

func TestMedianLetters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "abc 12\f": 3, "a\fabc\fabcde\f": 3, "a\f\f\f": 0, "会議\f": 4, strings.Repeat("x", 9) + "\fy\f": 9,
	} {
		if got := medianLetters([]byte(text)); got != want {
			t.Errorf("medianLetters(%q) = %d, want %d", text, got, want)
		}
	}
}
