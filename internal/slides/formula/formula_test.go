package formula_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"proceedings/internal/slides/formula"
	"proceedings/internal/slides/office"
)

// parse parses an element.
func parse(t testing.TB, xml string) (*office.Node, error) {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	if err := office.WritePart(z, "a.xml", []byte(xml)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := office.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return a.Tree("a.xml", nil)
}

func r(text string) string { return `<m:r><m:t>` + text + `</m:t></m:r>` }

func el(name string, inner ...string) string {
	return `<m:` + name + `>` + strings.Join(inner, "") + `</m:` + name + `>`
}

func TestOMML(t *testing.T) {
	t.Parallel()

	value := func(name, value string) string { return `<m:` + name + ` m:val="` + value + `"/>` }
	frac := func(num, den string) string { return el("f", el("num", num), el("den", den)) }
	sup := func(base, sup string) string { return el("sSup", el("e", base), el("sup", sup)) }
	sub := func(base, sub string) string { return el("sSub", el("e", base), el("sub", sub)) }
	paren := func(inner string) string { return el("d", el("e", inner)) }
	name := func(text string) string { return `<m:r><m:rPr><m:sty m:val="p"/></m:rPr><m:t>` + text + `</m:t></m:r>` }
	cells := func(texts ...string) string {
		var b strings.Builder
		for _, text := range texts {
			b.WriteString(el("e", r(text)))
		}
		return el("mr", b.String())
	}
	tests := []struct{ name, formula, text, latex string }{
		{"plain", r("a+b"), "a+b", `a+b`},
		{"fraction of a sum", frac(r("a+b"), r("c")), "(a+b)/c", `\frac{a+b}{c}`},
		{"fraction by a product", frac(r("a"), r("2c")), "a/(2c)", `\frac{a}{2c}`},
		{"fraction in a fraction", frac(r("a"), frac(r("b"), r("c"))), "a/(b/c)", `\frac{a}{\frac{b}{c}}`},
		{"linear fraction", el("f", el("fPr", value("type", "lin")), el("num", r("1")), el("den", r("2"))), "1/2", `\frac{1}{2}`},
		{"square", sup(r("x"), r("2")), "x²", `x^{2}`},
		{"negative power", sup(r("10"), r("−3")), "10⁻³", `{10}^{-3}`},
		{"power of letters", sup(r("x"), r("n+1")), "x^(n+1)", `x^{n+1}`},
		{"power before another letter", sup(r("x"), r("a")) + r("y"), "x^a y", `x^{a}y`},
		{"power of a sum", sup(paren(r("a+b")), r("2")), "(a+b)²", `\left(a+b\right)^{2}`},
		{"power of a fraction", sup(frac(r("a"), r("b")), r("2")), "(a/b)²", `{\frac{a}{b}}^{2}`},
		{"prime", sup(r("f"), r("′")), "f′", `f'`},
		{"index", sub(r("x"), r("1")), "x₁", `x_{1}`},
		{"index of letters", sub(r("x"), r("i")), "x_i", `x_{i}`},
		{"index and power", el("sSubSup", el("e", r("x")), el("sub", r("i")), el("sup", r("2"))), "x_i²", `x_{i}^{2}`},
		{"scripts before", el("sPre", el("sub", r("92")), el("sup", r("235")), el("e", name("U"))), "²³⁵₉₂U", `{}_{92}^{235}U`},
		{"square root", el("rad", el("radPr", value("degHide", "1")), el("deg"), el("e", r("x"))), "√x", `\sqrt{x}`},
		{"root of a sum", el("rad", el("radPr", `<m:degHide/>`), el("deg", r("9")), el("e", r("x+1"))), "√(x+1)", `\sqrt{x+1}`},
		{"cube root", el("rad", el("deg", r("3")), el("e", r("x"))), "∛x", `\sqrt[3]{x}`},
		{"another root", el("rad", el("deg", r("n+1")), el("e", r("x"))), "√[n+1](x)", `\sqrt[n+1]{x}`},
		{"sum", el("nary", el("naryPr", value("chr", "∑")), el("sub", r("i=1")), el("sup", r("n")), el("e", r("i"))) + r("+y"), "∑_(i=1)ⁿ i+y", `\sum_{i=1}^{n} i+y`},
		{"integral", el("nary", el("sub", r("0")), el("sup", r("∞")), el("e", r("f"), paren(r("x")), r("dx"))), "∫₀^∞ f(x)dx", `\int_{0}^{\infty} f\left(x\right)dx`},
		{"sum without limits", el("nary", el("naryPr", value("chr", "∑"), value("subHide", "on"), value("supHide", "1")), el("sub"), el("sup"), el("e", r("i"))), "∑ i", `\sum i`},
		{"function", el("func", el("fName", name("sin")), el("e", r("x"))), "sin x", `\sin x`},
		{"function of a sum", el("func", el("fName", name("sin")), el("e", r("x+1"))), "sin(x+1)", `\sin x+1`},
		{"function in parentheses", el("func", el("fName", name("log")), el("e", paren(r("x")))), "log(x)", `\log \left(x\right)`},
		{"power of a function", el("func", el("fName", sup(name("sin"), r("2"))), el("e", r("x"))), "sin² x", `\sin^{2} x`},
		{"limit", el("func", el("fName", el("limLow", el("e", name("lim")), el("lim", r("x→0")))), el("e", r("x"))), "lim_(x→0) x", `\lim_{x\to0} x`},
		{"accent", el("acc", el("e", r("x"))), "x̂", `\hat{x}`},
		{"vector", el("acc", el("accPr", value("chr", "⃗")), el("e", r("AB"))), "vec(AB)", `\overrightarrow{AB}`},
		{"bar", el("bar", el("barPr", value("pos", "top")), el("e", r("x"))), "x̅", `\overline{x}`},
		{"brace with a label", el("limLow", el("e", el("groupChr", el("e", r("a+b")))), el("lim", r("n"))), "(a+b)_n", `\underbrace{a+b}_{n}`},
		{"label above an arrow", el("limUpp", el("e", r("→")), el("lim", r("k"))), "→^k", `\overset{k}{\to}`},
		{"matrix in brackets", el("d", el("dPr", value("begChr", "["), value("endChr", "]")), el("e", el("m", cells("a", "b"), cells("c", "d")))), "[a, b; c, d]", `\begin{bmatrix}a & b \\ c & d\end{bmatrix}`},
		{"matrix", el("m", cells("a", "b")), "[a, b]", `\begin{matrix}a & b\end{matrix}`},
		{"cases", el("d", el("dPr", value("begChr", "{"), value("endChr", "")), el("e", el("eqArr", el("e", r("0&amp;x&lt;0")), el("e", r("1&amp;x≥0"))))), "{0x<0; 1x≥0", `\begin{cases}0&x<0 \\ 1&x\ge0\end{cases}`},
		{"binomial", el("d", el("e", el("f", el("fPr", value("type", "noBar")), el("num", r("n")), el("den", r("k"))))), "(n¦k)", `\binom{n}{k}`},
		{"two parts in delimiters", el("d", el("dPr", value("begChr", "⟨"), value("endChr", "⟩")), el("e", r("a")), el("e", r("b"))), "⟨a|b⟩", `\left\langle a\middle|b\right\rangle`},
		{"absolute value", el("d", el("dPr", value("begChr", "|"), value("endChr", "|")), el("e", r("x"))), "|x|", `\left|x\right|`},
		{"words", `<m:r><m:rPr><m:nor/></m:rPr><m:t>if 5% of </m:t></m:r>` + r("x"), "if 5% of x", `\text{if 5\% of }x`},
		{"letters of PowerPoint", r("𝐸=𝑚") + sup(r("𝑐"), r("2")), "E=mc²", `E=mc^{2}`},
		{"bold and blackboard letters", r("𝐯∈ℝ"), "v∈ℝ", `\mathbf{v}\in\mathbb{R}`},
		{"Greek letters", r("α x≤2π r"), "α x≤2π r", `\alpha x\le2\pi r`},
		{"box", el("borderBox", el("e", r("x"))), "x", `\boxed{x}`},
		{"phantom", el("phant", el("phantPr", value("show", "0")), el("e", r("x"))) + r("y"), "y", `y`},
		{"degrees", r("90°"), "90°", `90^{\circ}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, err := parse(t, `<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">`+tt.formula+`</m:oMath>`)
			if err != nil {
				t.Fatal(err)
			}
			e := formula.OMML(n)
			if text, latex := e.Text(), e.LaTeX(); text != tt.text || latex != tt.latex {
				t.Errorf("got %q and %q, want %q and %q", text, latex, tt.text, tt.latex)
			}
		})
	}
}

func TestMathML(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, formula, text, latex string }{
		{"power", `<semantics><mrow><mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup></mrow><annotation>a=b^2</annotation></semantics>`, "a = b²", `a=b^{2}`},
		{"fraction", `<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>`, "(a+b)/c", `\frac{a+b}{c}`},
		{"binomial", `<mrow><mo>(</mo><mfrac linethickness="0pt"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo></mrow>`, "(n¦k)", `(\genfrac{}{}{0pt}{}{n}{k})`},
		{"roots", `<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>`, "√(x+1)∛x", `\sqrt{x+1}\sqrt[3]{x}`},
		{"sum", `<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>`, "∑_(i = 1)ⁿ i", `\sum_{i=1}^{n} i`},
		{"limit", `<munder><mo>lim</mo><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder><mi>x</mi>`, "lim_(x → 0)x", `\lim_{x\to0}x`},
		{"accent", `<mover><mi>x</mi><mo>¯</mo></mover><mover accent="true"><mi>a</mi><mo>→</mo></mover>`, "x̅a⃗", `\bar{x}\vec{a}`},
		{"fence", `<mfenced open="[" close="]" separators=";"><mi>a</mi><mi>b</mi></mfenced>`, "[a;b]", `\left[a;b\right]`},
		{"table", `<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>`, "[a, b]", `\begin{matrix}a & b\end{matrix}`},
		{"isotope", `<mmultiscripts><mi>U</mi><mprescripts/><mn>92</mn><mn>235</mn></mmultiscripts>`, "²³⁵₉₂U", `{}_{92}^{235}{U}`},
		{"function application", `<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>`, "sin x", `\sin x`},
		{"text", `<mtext>where </mtext><mi mathvariant="double-struck">R</mi>`, "where R", `\text{where}\mathbb{R}`},
		{"an index and a power", `<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>`, "x_i²", `x_{i}^{2}`},
		{"nothing", `<mspace/>`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, err := parse(t, `<math xmlns="http://www.w3.org/1998/Math/MathML">`+tt.formula+`</math>`)
			if err != nil {
				t.Fatal(err)
			}
			e := formula.MathML(n)
			if text, latex := e.Text(), e.LaTeX(); text != tt.text || latex != tt.latex {
				t.Errorf("got %q and %q, want %q and %q", text, latex, tt.text, tt.latex)
			}
		})
	}
}

// TestLargeFormulasAreText: the cost of a formula is bounded.
func TestLargeFormulasAreText(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<m:sSup><m:sup>", 100) + r("x") + strings.Repeat("</m:sup></m:sSup>", 100)
	for name, xml := range map[string]string{"deep": deep, "wide": strings.Repeat(r("x"), 20_000), "long": r(strings.Repeat("x", 100<<10))} {
		n, err := parse(t, `<m:oMath xmlns:m="m">`+xml+`</m:oMath>`)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []*formula.Expr{formula.OMML(n), formula.MathML(n)} {
			if text := e.Text(); strings.Trim(text, "x") != "" || !strings.HasPrefix(e.LaTeX(), `\text{x`) {
				t.Errorf("%s: %.40q, %.40q", name, text, e.LaTeX())
			}
		}
	}
}

// FuzzFormula: no formula causes a panic, and texts are valid UTF-8.
func FuzzFormula(f *testing.F) {
	f.Add(`<m:f><m:num/><m:den>` + r("a+b") + `</m:den></m:f><m:sSup><m:sup>` + r("2") + `</m:sup></m:sSup><m:d/><m:nary/><m:m><m:mr/></m:m><m:acc/><m:limLow/><m:groupChr/><m:rad/><m:func/><m:sPre/>`)
	f.Add(`<mfrac/><msup><mi/></msup><munder/><mover/><munderover><mo>∑</mo></munderover><mmultiscripts><mprescripts/></mmultiscripts><mtable><mtr/></mtable><mfenced/><mo/><mtext/><semantics/>`)
	f.Fuzz(func(t *testing.T, xml string) {
		n, err := parse(t, `<m:math xmlns:m="m">`+xml+`</m:math>`)
		if err != nil {
			return
		}
		for _, e := range []*formula.Expr{formula.OMML(n), formula.MathML(n)} {
			if text := e.Text() + e.LaTeX() + e.Markup(); !utf8.ValidString(text) {
				t.Errorf("%q", text)
			}
		}
	})
}
