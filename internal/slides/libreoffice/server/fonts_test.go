package server_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/libreoffice/server"
	"proceedings/internal/slides/slidestest"
)

// inFont is a line of text in a font. It never wraps.
func inFont(font, text string) string {
	s := strings.Replace(slidestest.Shape("", text), `sz="2400"/>`, `sz="1800"><a:latin typeface="`+font+`"/><a:ea typeface="`+font+`"/></a:rPr>`, 1)
	return strings.Replace(s, `<a:bodyPr/>`, `<a:bodyPr wrap="none"/>`, 1)
}

// export is the PDF file of a deck with one line of text a slide.
func export(t *testing.T, shapes ...string) string {
	t.Helper()
	needUNO(t)
	var slides []slidestest.PPTXSlide
	for _, s := range shapes {
		slides = append(slides, slidestest.PPTXSlide{Shapes: s})
	}
	s, _ := newServer(t, proctest.Runner(t))
	out := filepath.Join(t.TempDir(), "made.pdf")
	if err := s.Convert(t.Context(), server.Conversion{In: write(t, slidestest.PPTX(t, slides)), Out: out, Filter: pptxFilter, Export: "pdf"}); err != nil {
		t.Fatal(err)
	}
	return out
}

func output(t *testing.T, path string, args ...string) string {
	t.Helper()
	var out strings.Builder
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: path, Args: args, Read: pdfs(args), Stdout: &out}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestFontsHaveStandIns(t *testing.T) {
	t.Parallel()
	cases := []struct{ font, text, want string }{
		{"Aptos", "Maybe a list?", "LiberationSans"},
		{"Segoe UI", "Maybe a list?", "LiberationSans"},
		{"Calibri Light", "Maybe a list?", "Carlito"},
		{"Verdana", "Maybe a list?", "DejaVuSans"},
		{"Georgia", "Maybe a list?", "Caladea"},
		{"Consolas", "Maybe a list?", "LiberationMono"},
		{"Malgun Gothic", "회의 기록", "NotoSansCJK"},
		{"SimSun", "水质调查报告", "NotoSerifCJK"},
		{"Calibri", "水质调查报告", "CJK"},
		{"Calibri", "محضر الاجتماع", "DejaVuSans"},
		{"Calibri", "פרוטוקול", "LiberationSans"},
		{"Calibri", "बैठक", "Devanagari"},
		{"Calibri", "การประชุม", "Thai"},
		{"Calibri", "🎉", "Symbola"},
	}
	var shapes []string
	for _, tt := range cases {
		shapes = append(shapes, inFont(tt.font, tt.text))
	}
	pdf := export(t, shapes...)
	fonts := output(t, "pdffonts", pdf)
	for _, tt := range cases {
		if !strings.Contains(fonts, tt.want) {
			t.Errorf("%q in %s is drawn in\n%s, want %s", tt.text, tt.font, fonts, tt.want)
		}
	}
}

// TestAptosKeepsItsWidth compares the widths of lines with those that PowerPoint
// has for them in Aptos, in em: the widths of text boxes that it fitted to their
// text. Lines of nearly the same width break at the same words.
func TestAptosKeepsItsWidth(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text  string
		width float64
	}{{"List item6", 4.282}, {"Some info:", 4.651}, {"Maybe a list?", 5.667}}
	var shapes []string
	for _, tt := range cases {
		shapes = append(shapes, inFont("Aptos", tt.text))
	}
	pdf := export(t, shapes...)
	place := regexp.MustCompile(`xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"`)
	for i, tt := range cases {
		page := strconv.Itoa(i + 1)
		words := place.FindAllStringSubmatch(output(t, "pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-"), -1)
		if len(words) == 0 {
			t.Fatalf("%q is not on the page", tt.text)
		}
		var from, to float64
		_, _ = fmt.Sscan(words[0][1], &from)
		_, _ = fmt.Sscan(words[len(words)-1][2], &to)
		if width := (to - from) / 18; width < tt.width*0.95 || width > tt.width*1.05 {
			t.Errorf("%q is %.3f em wide, in Aptos %.3f", tt.text, width, tt.width)
		}
	}
}

// pdfs are the PDF files among arguments, which a tool may read.
func pdfs(args []string) []string {
	for _, a := range args {
		if filepath.Ext(a) == ".pdf" {
			return []string{a}
		}
	}
	return nil
}
