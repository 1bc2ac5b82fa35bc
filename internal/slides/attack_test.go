package slides_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// target is what attacks aim at: an image and a text on the machine's disk, a
// service on its network, and a file that they could write.
type target struct {
	picture, text string // paths
	owned         string // path
	address       string
	calls         *atomic.Int32
}

const (
	secretText  = "xyzzy-secret"
	secretWidth = "61" // of the image; no other image in a deck has it
)

func newTarget(t *testing.T) target {
	t.Helper()
	dir := t.TempDir()
	goal := target{filepath.Join(dir, "secret.png"), filepath.Join(dir, "secret.txt"), filepath.Join(dir, "owned"), "", new(atomic.Int32)}
	if err := os.WriteFile(goal.picture, pixels(t, 61, 67), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goal.text, []byte(secretText), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it ends with the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			goal.calls.Add(1)
			_ = c.Close()
		}
	}()
	goal.address = l.Addr().String()
	return goal
}

func pixels(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unsandboxed runs tools without a sandbox, so that only the converter can stop an
// attack.
func unsandboxed(t *testing.T) *proc.Runner {
	t.Helper()
	proctest.Need(t, "soffice", "pdfinfo", "pdftotext", "pdftocairo", "cwebp", "cjpeg", "pdfimages")
	return &proc.Runner{Grace: 5 * time.Second}
}

// TestWithoutASandbox shares one LibreOffice among its tests: its start takes longer
// than their conversions.
func TestWithoutASandbox(t *testing.T) {
	t.Parallel()
	c := slides.New(unsandboxed(t), "")
	t.Cleanup(func() { _ = c.Close() }) // stops LibreOffice
	for name, test := range map[string]func(*testing.T, *slides.Converter){
		"attacks by pptx": attacksByPPTX, "attacks by odp": attacksByODP, "attacks by flat odp": attacksByFlatODP,
		"hostile PDF files": hostilePDFFiles, "images on the disk are not published": imagesOnTheDisk,
		"images become decks":                        imagesBecomeDecks,
		"an embedded object keeps its preview image": objectKeepsItsPreview,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, c)
		})
	}
}

// attack converts a deck, and fails the test if the deck reached the target. It
// returns the text of the deck's PDF file, its list of images, and the warnings.
func (goal target) attack(t *testing.T, c *slides.Converter, deck []byte) (text, images string, warnings []string) {
	t.Helper()
	runner := unsandboxed(t)
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := c.Text(t.Context(), path, t.TempDir(), slides.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range read.Slides {
		if strings.Contains(s.Title+s.Body+s.Notes+s.Master, secretText) {
			t.Errorf("the text of slide %d holds the secret", s.Number)
		}
	}
	rendered, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list, words strings.Builder
	for tool, out := range map[string]*strings.Builder{"pdfimages": &list, "pdftotext": &words} {
		args := []string{filepath.Join(dir, layout.DeckPDF), "-"}
		if tool == "pdfimages" {
			args = []string{"-list", args[0]}
		}
		if _, err := runner.Run(t.Context(), proc.Command{Path: tool, Args: args, Stdout: out}); err != nil {
			t.Fatal(err)
		}
	}
	if hasImage(list.String(), secretWidth) {
		t.Errorf("the secret image is in the PDF file:\n%s", list.String())
	}
	if strings.Contains(words.String(), secretText) || strings.Contains(words.String(), "root:") {
		t.Errorf("the secret text is in the PDF file:\n%s", words.String())
	}
	if n := goal.calls.Load(); n > 0 {
		t.Errorf("%d connections were made", n)
	}
	if _, err := os.Stat(goal.owned); err == nil {
		t.Error("a program in the deck was run")
	}
	return words.String(), list.String(), rendered.Warnings
}

// hasImage reports whether a list by pdfimages has an image of that width.
func hasImage(list, width string) bool {
	for line := range strings.Lines(list) {
		if fields := strings.Fields(line); len(fields) > 3 && fields[3] == width {
			return true
		}
	}
	return false
}

// drawing is an SVG file that refers to an image on the disk and on the network.
func (goal target) drawing() string {
	inner := `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99"><image width="99" height="99" xlink:href="file://` + goal.picture + `"/></svg>`
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">` +
		`<image width="99" height="99" xlink:href="file://` + goal.picture + `"/><image width="99" height="99" xlink:href="http://` + goal.address + `/a.png"/>` +
		`<image width="99" height="99" xlink:href="data:image/png;base64,` + base64.StdEncoding.EncodeToString([]byte(inner)) + `"/>` +
		`<rect width="50" height="50" fill="red"/></svg>`
}

func attacksByPPTX(t *testing.T, c *slides.Converter) {
	t.Helper()
	goal := newTarget(t)

	blip := func(attr, id string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="P"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:` + attr + `="` + id + `"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
			`<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	}
	object := `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="O"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></p:xfrm>` +
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj name="W" r:id="rIdO" imgW="9" imgH="9" progId="Word.Document.12"><p:link updateAutomatic="1"/></p:oleObj></a:graphicData></a:graphic></p:graphicFrame>`
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{
		{
			Shapes: slidestest.Shape("title", "Harmless") + blip("link", "rId10") + blip("link", "rId11") + blip("link", "rId12") + blip("embed", "rId13") + object +
				`<p:sp><p:nvSpPr><p:cNvPr id="9" name="L"><a:hlinkClick r:id="rId12"/></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>`,
			Refs: map[string]string{
				"rId10": "image file://" + goal.picture, "rId11": "image http://" + goal.address + "/a.png",
				"rId12": "hyperlink file://" + goal.picture, "rId13": "image ../media/drawing.png",
				"rIdO": "oleObject file://" + goal.text,
			},
		},
	},
		slidestest.Part{Name: "ppt/media/drawing.png", Content: goal.drawing()},
		slidestest.Part{Name: "ppt/vbaProject.bin", Content: "Sub AutoOpen"},
		slidestest.Part{Name: "ppt/embeddings/oleObject1.bin", Content: "x"},
		slidestest.Part{Name: "../../../../" + goal.owned, Content: "x"},
	)
	words, _, warnings := goal.attack(t, c, deck)
	if !strings.Contains(words, "Harmless") {
		t.Errorf("the text of the PDF file is %q, want the title", words)
	}
	all := strings.Join(warnings, "\n")
	for _, want := range []string{"which are not shown", "contains macros, which were not run"} {
		if !strings.Contains(all, want) {
			t.Errorf("warnings %q, want one that it %s", warnings, want)
		}
	}
}

// odpAttacks are the shapes of an OpenDocument page that refer to the target.
func (goal target) odpAttacks(drawing string) string {
	image := func(attrs string) string { return slidestest.Frame("", `<draw:image `+attrs+`/>`) }
	return slidestest.Frame("title", slidestest.TextBox("Harmless")) +
		image(`xlink:href="file://`+goal.picture+`"`) +
		image(`xlink:href="http://`+goal.address+`/a.png"`) +
		image(`xmlns:no="urn:no" xlink:href="file://`+goal.picture+`" no:href="Pictures/one.png"`) +
		drawing +
		slidestest.Frame("", `<draw:object xlink:href="file://`+goal.text+`" xlink:show="embed" xlink:actuate="onLoad"/>`) +
		slidestest.Frame("", `<draw:object-ole xlink:href="file://`+goal.text+`"/>`) +
		slidestest.Frame("", `<draw:plugin xlink:href="http://`+goal.address+`/film.mp4" draw:mime-type="application/vnd.sun.star.media"/>`) +
		slidestest.Frame("", `<draw:floating-frame xlink:href="file://`+goal.text+`"/>`) +
		slidestest.Frame("", `<draw:applet xlink:href="http://`+goal.address+`/" draw:code="a.class"/>`)
}

func attacksByODP(t *testing.T, c *slides.Converter) {
	t.Helper()
	goal := newTarget(t)

	deck := slidestest.ODP(t, []slidestest.ODPSlide{{
		Shapes: goal.odpAttacks(slidestest.Frame("", `<draw:image xlink:href="Pictures/one.svg"/>`)),
	}},
		slidestest.Part{Name: "Pictures/one.svg", Content: goal.drawing()},
		slidestest.Part{Name: "Basic/script-lc.xml", Content: `<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>`},
		slidestest.Part{Name: "Basic/Standard/script-lb.xml", Content: `<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"><library:element library:name="M"/></library:library>`},
		slidestest.Part{Name: "Basic/Standard/M.xml", Content: basic(goal)},
		slidestest.Part{Name: "settings.xml", Content: `<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"><office:settings><config:config-item-set config:name="ooo:configuration-settings"><config:config-item config:name="ColorTableURL" config:type="string">http://` + goal.address + `/c.soc</config:config-item></config:config-item-set></office:settings></office:document-settings>`},
	)
	deck = replaceOnce(t, deck, "<office:automatic-styles>", autorun()+"<office:automatic-styles>")
	// LibreOffice opens no archive with parts that its list of parts lacks.
	var listed strings.Builder
	for _, name := range []string{"Pictures/one.svg", "Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Basic/Standard/M.xml", "settings.xml"} {
		listed.WriteString(`<manifest:file-entry manifest:full-path="` + name + `" manifest:media-type="text/xml"/>`)
	}
	deck = replaceOnce(t, deck, "</manifest:manifest>", listed.String()+"</manifest:manifest>")
	words, _, warnings := goal.attack(t, c, deck)
	if !strings.Contains(words, "Harmless") || !strings.Contains(strings.Join(warnings, "\n"), "contains macros") {
		t.Errorf("the text of the PDF file is %q, warnings %q", words, warnings)
	}
}

func attacksByFlatODP(t *testing.T, c *slides.Converter) {
	t.Helper()
	goal := newTarget(t)

	inline := func(data string) string {
		return slidestest.Frame("", `<draw:image><office:binary-data>`+base64.StdEncoding.EncodeToString([]byte(data))+`</office:binary-data></draw:image>`)
	}
	content := slidestest.ODPContent(`<draw:page draw:name="p" draw:style-name="dp1">` + goal.odpAttacks(inline(goal.drawing())+inline(string(pixels(t, 53, 53)))) + `</draw:page>`)
	scripts := `<office:scripts><office:script script:language="ooo:Basic" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><ooo:libraries xmlns:ooo="http://openoffice.org/2004/office"><ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub x
open "` + goal.owned + `" for output as #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script></office:scripts>`
	content = strings.ReplaceAll(content, "office:document-content", "office:document")
	content = strings.Replace(content, `<office:document `, `<office:document office:mimetype="application/vnd.oasis.opendocument.presentation" `, 1)
	content = strings.Replace(content, "<office:automatic-styles>", scripts+"<office:automatic-styles>", 1)
	words, list, warnings := goal.attack(t, c, []byte(content))
	if !strings.Contains(words, "Harmless") || !hasImage(list, "53") || !strings.Contains(strings.Join(warnings, "\n"), "contains macros") {
		t.Errorf("the text of the PDF file is %q, the images\n%swarnings %q", words, list, warnings)
	}
}

// basic is a macro module that writes a file.
func basic(goal target) string {
	return `<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">Sub x
open "` + goal.owned + `" for output as #1
print #1, "x"
close #1
End Sub</script:module>`
}

// autorun runs the macro when the deck is loaded.
func autorun() string {
	return `<office:scripts><office:event-listeners><script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" script:language="ooo:script" ` +
		`script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.x?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>`
}
