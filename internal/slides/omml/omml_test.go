package omml_test

import (
	"strings"
	"testing"

	"proceedings/internal/slides/omml"
)

// r is a run of a formula.
func r(text string) string {
	return "<m:r><m:rPr><m:sty m:val=\"p\"/></m:rPr><m:t>" + text + "</m:t></m:r>"
}

func el(name string, inner ...string) string {
	return "<m:" + name + ">" + strings.Join(inner, "") + "</m:" + name + ">"
}

func TestText(t *testing.T) {
	t.Parallel()
	x, two := el("e", r("x")), el("sup", r("2"))
	for _, tt := range []struct{ name, fragment, want string }{
		{"fraction", el("f", el("num", r("a+b")), el("den", r("c"))), "(a+b)/c"},
		{"fraction of numbers", el("f", el("num", r("1")), el("den", r("2n"))), "1/2n"},
		{"binomial", el("f", `<m:fPr><m:type m:val="noBar"/></m:fPr>`, el("num", r("n")), el("den", r("k"))), "(n¦k)"},
		{"power", el("sSup", x, two), "x²"},
		{"power without a character", el("sSup", x, el("sup", r("a+1"))), "x^(a+1)"},
		{"index", el("sSub", x, el("sub", r("i"))), "xᵢ"},
		{"index and power", el("sSubSup", x, el("sub", r("0")), two), "x₀²"},
		{"root", el("rad", el("deg"), el("e", r("a+b"))), "√(a+b)"},
		{"cube root", el("rad", el("deg", r("3")), x), "∛x"},
		{"sum", el("nary", `<m:naryPr><m:chr m:val="∑"/></m:naryPr>`, el("sub", r("i=1")), el("sup", r("n")), x), "∑ᵢ₌₁ⁿ x"},
		{"brackets", el("d", `<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>`, x), "[x]"},
		{"fraction of brackets", el("f", el("num", el("d", el("e", r("a+b")))), el("den", r("c"))), "(a+b)/c"},
		{"limit", el("func", el("fName", el("limLow", el("e", r("lim")), el("lim", r("x→0")))), x), "lim_(x→0) x"},
		{"hat", el("acc", x), "x\u0302"},
		{"matrix", el("m", el("mr", x, x), el("mr", x, x)), "x, x; x, x"},
		{"runs", r("E=") + r("m") + el("sSup", el("e", r("c")), two), "E=mc²"},
		{"characters of XML", r("a&lt;b"), "a<b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := omml.Text([]byte(el("oMath", tt.fragment))); err != nil || got != tt.want {
				t.Errorf("Text = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestTextRefusesDeepFormulas(t *testing.T) {
	t.Parallel()
	if _, err := omml.Text([]byte(strings.Repeat("<m:e>", 1000) + strings.Repeat("</m:e>", 1000))); err == nil {
		t.Error("Text reads a formula of a thousand levels")
	}
	if _, err := omml.Text([]byte("<m:e>")); err == nil {
		t.Error("Text reads half a formula")
	}
}
