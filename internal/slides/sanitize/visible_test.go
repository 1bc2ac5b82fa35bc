package sanitize_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

const (
	formula = `<a14:m xmlns:a14="x" xmlns:m="m"><m:oMath><m:sSup><m:e><m:r><a:rPr i="1"/><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></a14:m>`
	ink     = `<p14:contentPart xmlns:p14="x" r:id="rIdI"/>`
	picture = `<p:pic><p:blipFill><a:blip r:embed="rIdF"/></p:blipFill></p:pic>`
)

func alternate(requires, choice, fallback string) string {
	return `<mc:AlternateContent><mc:Choice Requires="` + requires + `">` + choice + `</mc:Choice>` + fallback + `</mc:AlternateContent>`
}

func fallbackTo(shapes string) string { return `<mc:Fallback>` + shapes + `</mc:Fallback>` }

func paragraph(inner string) string {
	return `<p:sp><p:txBody><a:bodyPr/><a:p>` + inner + `</a:p></p:txBody></p:sp>`
}

func run(fonts, text string) string {
	return `<a:r><a:rPr>` + fonts + `</a:rPr><a:t>` + text + `</a:t></a:r>`
}

// pngImage returns a PNG image of one color, or of two.
func pngImage(t *testing.T, uniform bool) string {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 40, 20))
	if !uniform {
		m.Set(20, 10, color.White)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// copied is the copy of the slide with these shapes, and what it lacks.
func copied(t *testing.T, shapes, image string) (string, sanitize.Removed) {
	t.Helper()
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: shapes, Refs: map[string]string{"rIdF": "image ../media/f.png"}}},
		slidestest.Part{Name: "ppt/media/f.png", Content: image})
	a, err := open(t, deck, office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	removed, err := sanitize.Copy(&out, a, sanitize.OpenXML, order(t, a)...)
	if err != nil {
		t.Fatal(err)
	}
	made, err := open(t, out.Bytes(), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	text, err := made.Read("ppt/slides/slide99.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text), removed
}

func TestCopyShowsWhatLibreOfficeDoesNotDraw(t *testing.T) {
	t.Parallel()
	picture := fallbackTo(picture)
	const asText = `<a:r><a:rPr i="1"/><a:t>x²</a:t></a:r>`
	for _, tt := range []struct {
		name, shapes, want string
		uniform            bool // the picture
		undrawn            []int
	}{
		{"a formula has a picture", alternate("a14", paragraph(formula), picture), alternate("unsupported", paragraph(asText), picture), false, nil},
		{"the picture of a formula is empty", alternate("a14", paragraph(formula), picture), alternate("a14", paragraph(asText), picture), true, nil},
		{"a formula has no fallback", alternate("a14", paragraph(formula), ""), alternate("a14", paragraph(asText), ""), false, nil},
		{"a formula is the alternative of a run", paragraph(alternate("a14", formula, fallbackTo(run("", "?")))), paragraph(asText), false, nil},
		{"a formula stands alone", paragraph(run("", "y = ") + formula), paragraph(run("", "y = ") + asText), false, nil},
		{"two formulas stand on two lines", paragraph(`<a14:m><m:oMathPara><m:oMath><m:r><m:t>y</m:t></m:r></m:oMath><m:oMath><m:r><m:t>z</m:t></m:r></m:oMath></m:oMathPara></a14:m>`), paragraph(`<a:r><a:t>y</a:t></a:r><a:br/><a:r><a:t>z</a:t></a:r>`), false, nil},
		{"ink has a picture", alternate("p14", ink, picture), alternate("unsupported", ink, picture), false, nil},
		{"ink has no picture", alternate("p14", ink, ""), alternate("p14", ink, ""), false, []int{1}},
		{"ink stands alone", ink, ink, false, []int{1}},
		{"other choices stay", ink + alternate("p14", paragraph("x"), picture), ink + alternate("p14", paragraph("x"), picture), false, []int{1}},
		{"a chart of Office 2016 has a picture", ink + alternate("cx1", `<p:graphicFrame/>`, picture), ink + alternate("cx1", `<p:graphicFrame/>`, picture), false, []int{1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, removed := copied(t, tt.shapes, pngImage(t, tt.uniform))
			want := tt.want
			if strings.Contains(want, `"unsupported"`) { // what LibreOffice skips stays as it is
				want = strings.Replace(want, asText, formula, 1)
			}
			if !strings.Contains(got, want) {
				t.Errorf("the copy is %s, want %s", got, want)
			}
			if !slices.Equal(removed.Undrawn, tt.undrawn) {
				t.Errorf("Undrawn = %v, want %v", removed.Undrawn, tt.undrawn)
			}
		})
	}
}

func TestCopyWritesSymbolsInUnicode(t *testing.T) {
	t.Parallel()
	const (
		wingdings = `<a:latin typeface="Wingdings" pitchFamily="2" charset="2"/>`
		sym       = `<a:sym typeface="Wingdings"></a:sym>`
		arial     = `<a:latin typeface="Arial"/>`
	)
	for _, tt := range []struct{ name, runs, want string }{
		{"font of symbols", run(arial+sym, "A \uf0e8"), run(arial+`<a:sym typeface="Symbola"/>`, "A →")},
		{"font of all characters", run(wingdings, "l\uf0fc"), run(`<a:latin typeface="Symbola"/>`, "●✓")},
		{"a character of XML", run(`<a:latin typeface='Symbol'/>`, "a &lt; b"), run(`<a:latin typeface="Symbola"/>`, "α &lt; β")},
		{"another font", run(arial, "\uf0e8"), run(arial, "\uf0e8")},
		{"no text", `<a:r><a:rPr>` + wingdings + `</a:rPr></a:r>`, `<a:r><a:rPr><a:latin typeface="Symbola"/></a:rPr></a:r>`},
		{"a bullet, which LibreOffice draws", `<a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="§"/></a:pPr>` + run("", "x"), `<a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="§"/></a:pPr>` + run("", "x")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := copied(t, paragraph(tt.runs), ""); !strings.Contains(got, paragraph(tt.want)) {
				t.Errorf("the copy is %s, want %s", got, tt.want)
			}
		})
	}
}
