package formula_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"proceedings/internal/slides/formula"
)

func TestMarkup(t *testing.T) {
	t.Parallel()

	styledRun := func(property, text string) string {
		return `<m:r><m:rPr>` + property + `</m:rPr><m:t>` + text + `</m:t></m:r>`
	}
	tests := []struct{ name, formula, want string }{
		{"fraction", el("f", el("num", r("a+b")), el("den", r("2c"))), "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>c</mi></mrow></mfrac>"},
		{"decimal number and minus", r("-1.25"), "<mrow><mo>−</mo><mn>1.25</mn></mrow>"},
		{"root with a degree", el("rad", el("deg", r("n")), el("e", r("x"))), "<mroot><mi>x</mi><mi>n</mi></mroot>"},
		{
			"sum", el("nary", el("naryPr", `<m:chr m:val="∑"/>`), el("sub", r("i=1")), el("sup", r("n")), el("e", r("i"))),
			"<mrow><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></mrow>",
		},
		{"integral", el("nary", el("sub", r("0")), el("sup", r("1")), el("e", r("x"))), "<mrow><msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>x</mi></mrow>"},
		{"function", el("func", el("fName", r("sin")), el("e", r("x"))), "<mrow><mi>sin</mi><mo>\u2061</mo><mi>x</mi></mrow>"},
		{"parentheses", el("d", el("e", r("x")), el("e", r("y"))), "<mrow><mo>(</mo><mi>x</mi><mo>|</mo><mi>y</mi><mo>)</mo></mrow>"},
		{"accent", el("acc", el("e", r("x"))), `<mover accent="true"><mi>x</mi><mo>^</mo></mover>`},
		{"real numbers", styledRun(`<m:scr m:val="double-struck"/>`, "R"), "<mi>ℝ</mi>"},
		{"bold", styledRun(`<m:sty m:val="b"/>`, "v1"), "<mrow><mi>𝐯</mi><mn>𝟏</mn></mrow>"},
		{"italic characters", r("𝑥"), "<mi>x</mi>"},
		{"words", styledRun(`<m:nor/>`, "if a &lt; b "), "<mtext>if\u00a0a\u00a0&lt;\u00a0b\u00a0</mtext>"},
		{"matrix", el("m", el("mr", el("e", r("a")), el("e", r("b")))), "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>"},
		{"markup in the text", r("a&lt;b&amp;"), "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"},
		{"missing parts", el("f", el("num"), el("den", r("c"))), "<mfrac><mrow></mrow><mi>c</mi></mfrac>"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, err := parse(t, `<m:oMath xmlns:m="m">`+tt.formula+`</m:oMath>`)
			if err != nil {
				t.Fatal(err)
			}
			got := formula.OMML(n).Markup()
			if got != tt.want {
				t.Errorf("Markup() = %s\nwant %s", got, tt.want)
			}
			if err := xml.NewDecoder(strings.NewReader("<math>" + got + "</math>")).Decode(new(struct{})); err != nil {
				t.Errorf("%s is not XML: %v", got, err)
			}
		})
	}
}
