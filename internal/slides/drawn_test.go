package slides_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// drawn is a deck that LibreOffice rendered.
type drawn struct {
	whole

	dir string
}

// draw renders a deck by LibreOffice.
func draw(t *testing.T, deck []byte) drawn {
	t.Helper()
	c := converter(t)
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	made, err := convert(t.Context(), c, path, dir, slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return drawn{made, dir}
}

// words are the words on a page, in their order, with spaces between them.
func (d drawn) words(t *testing.T, number int) string {
	t.Helper()
	page := d.Pages[number-1]
	if page.Words == "" {
		return ""
	}
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(page.Words)))
	if err != nil {
		t.Fatal(err)
	}
	var places struct {
		Words []struct{ Text string } `json:"words"`
	}
	if err := json.Unmarshal(data, &places); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	var words []string
	for _, w := range places.Words {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func titled(n int) []slidestest.PPTXSlide {
	made := make([]slidestest.PPTXSlide, n)
	for i := range made {
		made[i].Shapes = slidestest.Shape("title", fmt.Sprintf("Title %d", i+1))
	}
	return made
}

// TestDamagedSlidesKeepTheirPage: page i stays slide i.
func TestDamagedSlidesKeepTheirPage(t *testing.T) {
	t.Parallel()
	whole := slidestest.PPTX(t, titled(4))
	for _, tt := range []struct{ name, old, replacement string }{
		{"truncated", `<a:t>Title 2</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`, `<a:t>Title 2`},
		{"no relation", `Target="slides/slide98.xml"`, `Target=""`},
		{"part missing", `Target="slides/slide98.xml"`, `Target="slides/other.xml"`},
		{"a layout", `Target="slides/slide98.xml"`, `Target="slideLayouts/slideLayout1.xml"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := draw(t, replaceOnce(t, whole, tt.old, tt.replacement))
			if len(d.Pages) != 4 || len(d.Slides) != 4 {
				t.Fatalf("%d pages, %d slides, want 4", len(d.Pages), len(d.Slides))
			}
			for i, want := range []string{"Title 1", "", "Title 3", "Title 4"} {
				if got := d.words(t, i+1); got != want {
					t.Errorf("page %d has %q, want %q", i+1, got, want)
				}
			}
			if warnings := strings.Join(d.Warnings, "; "); !strings.Contains(warnings, "no text of slide 2 (") {
				t.Errorf("no warning names slide 2: %q", warnings)
			}
		})
	}
}

// TestWarnsOfBlankSlidesAndPictures names slides of which LibreOffice draws nothing, and
// pictures whose files are missing or no images.
func TestWarnsOfBlankSlidesAndPictures(t *testing.T) {
	t.Parallel()
	picture := func(id string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="9" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="` + id + `"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>` +
			`<a:xfrm><a:off x="600000" y="600000"/><a:ext cx="6096000" cy="3429000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	}
	deck := titled(6)
	deck[1].Shapes += picture("rIdF")
	deck[1].Refs = map[string]string{"rIdF": "image ../media/gone.png", "rIdU": "image ../media/unused.png"}
	deck[2].Shapes += picture("rIdF")
	deck[2].Refs = map[string]string{"rIdF": "image ../media/text.png"}
	deck[3].Shapes = strings.Replace(deck[3].Shapes, "<p:spPr", `<p:spPr zz:a="b"`, 1)
	deck[4].Shapes = strings.Replace(deck[4].Shapes, "<p:spPr", `<p:spPr x="1" x="1"`, 1)
	whole := slidestest.PPTX(t, deck, slidestest.Part{Name: "ppt/media/text.png", Content: "no picture"})
	d := draw(t, replaceOnce(t, whole, `<a:t>Title 6</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
		`<a:t>Title 6</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld><?xml version="1.0"?><p:sld xmlns:p="p"/>`))
	if got := d.words(t, 6); got != "Title 6" {
		t.Errorf("the slide before another document has %q", got)
	}
	want := []string{
		"has pictures whose data is missing or damaged, which are not shown or not whole: gone.png on slide 2, text.png on slide 3",
		"has data after the end of its XML, which is not shown, on slide 6",
		"is damaged in part: there is no image of slides 4 and 5",
	}
	if !slices.Equal(d.Warnings, want) {
		t.Errorf("the warnings are %q, want %q", d.Warnings, want)
	}
}

// box is a text box with the content of a paragraph.
func box(inner string) string {
	return strings.Replace(slidestest.Shape("", "?"), `<a:r><a:rPr lang="en-GB" sz="2400"/><a:t>?</a:t></a:r>`, inner, 1)
}

func run(fonts, text string) string {
	return `<a:r><a:rPr>` + fonts + `</a:rPr><a:t>` + text + `</a:t></a:r>`
}

// TestLibreOfficeDrawsEverything checks what LibreOffice 7.4 by itself draws as
// boxes or not at all.
func TestLibreOfficeDrawsEverything(t *testing.T) {
	t.Parallel()
	const (
		formula = `<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath>` +
			`<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath></a14:m>`
		ink = `<p14:contentPart xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" r:id="rIdI"/>`
	)
	sentence := box(run("", "The dose is ") + formula + run("", " per litre"))
	alternate := func(choice string, fallback bool) string {
		picture := ""
		if fallback {
			picture = `<mc:Fallback><p:pic><p:nvPicPr><p:cNvPr id="9" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>` +
				`<p:blipFill><a:blip r:embed="rIdF"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>` +
				`<a:xfrm><a:off x="600000" y="600000"/><a:ext cx="6096000" cy="3429000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></mc:Fallback>`
		}
		prefix := "a14"
		if choice == ink {
			prefix = "p14"
		}
		return `<mc:AlternateContent><mc:Choice Requires="` + prefix + `">` + choice + `</mc:Choice>` + picture + `</mc:AlternateContent>`
	}
	cases := []struct {
		name, shapes, words string
		picture             bool // a quarter of the page
	}{
		{"a formula with a picture", alternate(sentence, true), "", true},
		{"a formula without a picture", alternate(sentence, false), "The dose is (a+b)/c per litre", false},
		{"a formula in a text", sentence, "The dose is (a+b)/c per litre", false},
		{"ink with a picture", alternate(ink, true), "", true},
		{"symbols", box(run(`<a:sym typeface="Wingdings"/>`, "Cause \uf0e0 effect")), "Cause → effect", false},
		{"symbols written as letters", box(run(`<a:latin typeface="Wingdings"/>`, "ü") + run("", " done")), "✓ done", false},
	}
	var deck []slidestest.PPTXSlide
	for _, tt := range cases {
		deck = append(deck, slidestest.PPTXSlide{Shapes: tt.shapes, Refs: map[string]string{"rIdF": "image ../media/f.png"}})
	}
	d := draw(t, slidestest.PPTX(t, deck, slidestest.Part{Name: "ppt/media/f.png", Content: string(pngPicture(t, 80, 45))}))
	for i, tt := range cases {
		if got := d.words(t, i+1); got != tt.words {
			t.Errorf("%s: the page has the words %q, want %q", tt.name, got, tt.words)
		}
		if covered := d.Pages[i].Covered; (covered > 0.2) != tt.picture {
			t.Errorf("%s: pictures cover %.2f of the page, want one: %t", tt.name, covered, tt.picture)
		}
	}
}

func pngPicture(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, width, height))
	m.Set(width/2, height/2, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWarnsOfWhatIsNotDrawn: a diagram without a stored drawing is not drawn, and a
// character that no font has is a box.
func TestWarnsOfWhatIsNotDrawn(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "fc-list")
	const (
		diagram = `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="G"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="600000" y="2000000"/><a:ext cx="4000000" cy="2000000"/></p:xfrm>` +
			`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds r:dm="rIdD" r:lo="rIdL1" r:qs="rIdQ" r:cs="rIdC"/></a:graphicData></a:graphic></p:graphicFrame>`
		data = `<?xml version="1.0"?><dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
			`<dgm:ptLst><dgm:pt modelId="1" type="doc"/><dgm:pt modelId="2"><dgm:t><a:bodyPr/><a:p><a:r><a:t>First step</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`
	)
	deck := titled(4)
	deck[1].Shapes += box(run("", "an icon \uf0e8 and \U000fabcd"))
	deck[2].Shapes += diagram
	deck[2].Refs = map[string]string{"rIdD": "diagramData ../diagrams/data1.xml"}
	d := draw(t, slidestest.PPTX(t, deck, slidestest.Part{Name: "ppt/diagrams/data1.xml", Content: data}))
	want := []string{
		"has characters that no installed font has, on slide 2: \uf0e8 (U+F0E8), \U000fabcd (U+FABCD)",
		"has text that is missing in the images of slide 3, such as “First step”",
	}
	if !slices.Equal(d.Warnings, want) {
		t.Errorf("the warnings are %q, want %q", d.Warnings, want)
	}
}

// TestDrawsThePosterOfAFilm: of a film, the image shows the picture that the deck has
// for it, whether the film is in the deck or elsewhere.
func TestDrawsThePosterOfAFilm(t *testing.T) {
	t.Parallel()
	film := func(attr string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="5" name="Film"/><p:cNvPicPr/><p:nvPr><a:videoFile r:link="` + attr + `"/></p:nvPr></p:nvPicPr>` +
			`<p:blipFill><a:blip r:embed="rIdF"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>` +
			`<a:xfrm><a:off x="600000" y="600000"/><a:ext cx="6096000" cy="3429000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	}
	refs := map[string]string{"rIdF": "image ../media/f.png", "rIdV": "video https://video.example.org/tide.mp4", "rIdW": "video ../media/v.mp4"}
	d := draw(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: film("rIdV"), Refs: refs}, {Shapes: film("rIdW"), Refs: refs}},
		slidestest.Part{Name: "ppt/media/f.png", Content: string(pngPicture(t, 80, 45))}, slidestest.Part{Name: "ppt/media/v.mp4", Content: "\x00\x00\x00\x18ftypmp42"}))
	for i, page := range d.Pages {
		if page.Covered < 0.2 {
			t.Errorf("pictures cover %.2f of page %d", page.Covered, i+1)
		}
	}
	if pdf := plainPDF(t, filepath.Join(d.dir, d.PDF.Name)); strings.Contains(pdf, "EmbeddedFile") || strings.Contains(pdf, "/Rendition") {
		t.Error("the film is in the PDF file")
	}
}
