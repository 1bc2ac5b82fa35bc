package pptx_test

import (
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

func TestOrderedLists(t *testing.T) {
	t.Parallel()

	item := func(properties, text string) string {
		return `<a:p><a:pPr ` + properties + `</a:pPr><a:r><a:t>` + text + `</a:t></a:r></a:p>`
	}
	number := func(scheme string) string { return `><a:buAutoNum type="` + scheme + `"/>` }
	box := func(style string, paragraphs ...string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/></p:nvSpPr><p:txBody><a:lstStyle>` + style + `</a:lstStyle>` + strings.Join(paragraphs, "") + `</p:txBody></p:sp>`
	}
	ph := func(ph string, paragraphs ...string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:nvPr><p:ph ` + ph + `/></p:nvPr></p:nvSpPr><p:txBody>` + strings.Join(paragraphs, "") + `</p:txBody></p:sp>`
	}
	arabic := number("arabicPeriod")
	tests := []struct{ name, shapes, want string }{
		{"numbers go on", box("", item(arabic, "a"), item(arabic, "b"), item(arabic, "c")), "1. a|2. b|3. c"},
		{"a list may start later", box("", item(`><a:buAutoNum type="alphaLcParenR" startAt="25"/>`, "a"), item(`><a:buAutoNum type="alphaLcParenR" startAt="25"/>`, "b"), item(`><a:buAutoNum type="alphaLcParenR" startAt="25"/>`, "c")), "y) a|z) b|aa) c"},
		{"deeper items do not interrupt, and start again", box("", item(arabic, "a"), item(`lvl="1"`+arabic, "b"), item(`lvl="1"`+arabic, "c"), item(arabic, "d"), item(`lvl="1"`+arabic, "e")), "1. a|1. b|2. c|2. d|1. e"},
		{"deeper items with bullets do not interrupt", box("", item(arabic, "a"), item(`lvl="1"><a:buChar char="-"/>`, "b"), item(arabic, "c")), "1. a|b|2. c"},
		{"another paragraph interrupts", box("", item(arabic, "a"), item(`>`, "b"), item(arabic, "c")), "1. a|b|1. c"},
		{"an empty paragraph has no number", box("", item(arabic, "a"), item(arabic, " "), item(arabic, "c")), "1. a|2. c"},
		{"another scheme starts again", box("", item(arabic, "a"), item(number("romanUcPeriod"), "b")), "1. a|I. b"},
		{"each text box starts again", box("", item(arabic, "a")) + box("", item(arabic, "b")), "1. a|1. b"},
		{"the list style of the box", box(`<a:lvl1pPr>`+arabic[1:]+`</a:lvl1pPr>`, item(`>`, "a"), item(`>`, "b"), item(`><a:buNone/>`, "c")), "1. a|2. b|c"},
		{"the style of the layout", ph(`type="body" idx="7"`, item(`>`, "a"), item(`>`, "b")), "1) a|2) b"},
		{"the style of the master", ph(`idx="9"`, item(`>`, "a"), item(`lvl="1">`, "b")), "a|i. b"},
		{"a bullet of the paragraph overrides them", ph(`type="body" idx="7"`, item(`><a:buChar char="-"/>`, "a")), "a"},
		{"a title has no number", ph(`type="title"`, item(arabic, "a")), ""},
		{"a start that is no number", box("", item(`><a:buAutoNum type="arabicPeriod" startAt="-4"/>`, "a")), "1. a"},
		{"an unknown scheme", box("", item(number("clockPeriod"), "a")), "1. a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rIdL": "slideLayout ../own.xml"}}},
				slidestest.Part{Name: "ppt/own.xml", Content: `<p:sldLayout ` + drawn + `><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:nvPr><p:ph type="body" idx="7"/></p:nvPr></p:nvSpPr>` +
					`<p:txBody><a:lstStyle><a:lvl1pPr><a:buAutoNum type="arabicParenR"/></a:lvl1pPr></a:lstStyle></p:txBody></p:sp></p:spTree></p:cSld></p:sldLayout>`},
				slidestest.Part{Name: "ppt/_rels/own.xml.rels", Content: `<R><Relationship Id="r1" Type="x/slideMaster" Target="ownMaster.xml"/></R>`},
				slidestest.Part{Name: "ppt/ownMaster.xml", Content: `<p:sldMaster ` + drawn + `><p:txStyles><p:bodyStyle><a:lvl1pPr><a:buChar char="•"/></a:lvl1pPr><a:lvl2pPr><a:buAutoNum type="romanLcPeriod"/></a:lvl2pPr></p:bodyStyle></p:txStyles></p:sldMaster>`}))
			if err != nil {
				t.Fatal(err)
			}
			blocks := got.Slides[0].Blocks
			if text := blockTexts(blocks); text != tt.want {
				t.Errorf("blocks = %q, want %q", text, tt.want)
			}
			for _, b := range blocks {
				if b.Marker != "" && !strings.HasPrefix(b.Text, b.Marker+" ") {
					t.Errorf("%+v does not begin with its marker", b)
				}
			}
		})
	}
}

// TestNumberSchemes has all schemes of ST_TextAutonumberScheme (ECMA-376, part 1, 20.1.10.61).
func TestNumberSchemes(t *testing.T) {
	t.Parallel()
	for scheme, want := range map[string]string{
		"alphaLcParenBoth": "(c)", "alphaUcParenBoth": "(C)", "alphaLcParenR": "c)", "alphaUcParenR": "C)", "alphaLcPeriod": "c.", "alphaUcPeriod": "C.",
		"arabicParenBoth": "(3)", "arabicParenR": "3)", "arabicPeriod": "3.", "arabicPlain": "3", "arabicDbPeriod": "３．", "arabicDbPlain": "３",
		"romanLcParenBoth": "(iii)", "romanUcParenBoth": "(III)", "romanLcParenR": "iii)", "romanUcParenR": "III)", "romanLcPeriod": "iii.", "romanUcPeriod": "III.",
		"circleNumDbPlain": "③", "circleNumWdBlackPlain": "❸", "circleNumWdWhitePlain": "③",
		"ea1ChsPeriod": "三.", "ea1ChsPlain": "三", "ea1ChtPeriod": "三.", "ea1ChtPlain": "三", "ea1JpnChsDbPeriod": "三．", "ea1JpnKorPlain": "三", "ea1JpnKorPeriod": "三.",
		"arabic1Minus": "ت-", "arabic2Minus": "ج-", "hebrew2Minus": "ג-",
		"thaiAlphaPeriod": "ค.", "thaiAlphaParenR": "ค)", "thaiAlphaParenBoth": "(ค)", "thaiNumPeriod": "๓.", "thaiNumParenR": "๓)", "thaiNumParenBoth": "(๓)",
		"hindiAlphaPeriod": "इ.", "hindiNumPeriod": "३.", "hindiNumParenR": "३)", "hindiAlpha1Period": "ग.",
	} {
		got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/></p:nvSpPr><p:txBody><a:p><a:pPr><a:buAutoNum type="` + scheme +
			`" startAt="3"/></a:pPr><a:r><a:t>x</a:t></a:r></a:p></p:txBody></p:sp>`}}))
		if err != nil || got.Slides[0].Blocks[0].Marker != want {
			t.Errorf("%s: %v, marker = %q, want %q", scheme, err, got.Slides[0].Blocks[0].Marker, want)
		}
	}
}
