package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

// TestSlides publishes a deck with text from right to left, lists, a formula, a merged
// table and an embedded video, and one that is built up step by step. It looks at both
// in a browser.
func TestSlides(t *testing.T) {
	t.Parallel()
	needTools(t)
	dir := t.TempDir()
	writeFile(t, dir, "tide.pptx", string(tideDeck(t)))
	writeFile(t, dir, "steps.pdf", string(stepsDeck()))
	data := filepath.Join(t.TempDir(), "data")
	var sum struct{ State string }
	lastJSON(t, ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "slides", dir), &sum)
	if sum.State != "published" {
		t.Fatalf("the summary is %+v", sum)
	}
	base := serve(t, nil, "--data", data)
	verifyPublished(t, base, "slides")
	home := base + "meetings/slides/index.html"
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, *tab, string){
		"the page shows the structure of slides":  testStructure,
		"the page plays an embedded video":        testEmbeddedVideo,
		"the viewer steps through one slide":      testViewerSteps,
		"search finds cells and opens the viewer": testSlideSearch,
		"is accessible": testSlidesAxe,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, browser)
			b.openScripted(home)
			b.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			test(t, b, home)
		})
	}
}

// tideDeck is a PowerPoint file with an embedded video of two seconds.
func tideDeck(t *testing.T) []byte {
	t.Helper()
	film, err := os.ReadFile(proctest.Encode(t, "tide.mp4", append([]string{
		"-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2", "-f", "lavfi", "-i", "sine=duration=2",
		"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata", "author=secret-author",
	}, proctest.Cheap()...)...))
	if err != nil {
		t.Fatal(err)
	}
	shape := func(top int, paragraphs string) string {
		return fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name=""/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="609600" y="%d"/><a:ext cx="9000000" cy="1200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>%s</p:txBody></p:sp>`, top, top, paragraphs)
	}
	item := func(level int, text string) string {
		return fmt.Sprintf(`<a:p><a:pPr lvl="%d"><a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:rPr lang="en-GB"/><a:t>%s</a:t></a:r></a:p>`, level, text)
	}
	cell := func(attrs, text string) string {
		return `<a:tc ` + attrs + `><a:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="en-GB"/><a:t>` + text + `</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`
	}
	hebrew := `<a:p><a:pPr rtl="1"/><a:r><a:rPr lang="he-IL"/><a:t>PDF הוא הפורמט של השקפים</a:t></a:r></a:p>`
	formula := `<mc:AlternateContent><mc:Choice xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" Requires="a14">` +
		shape(4000000, `<a:p><a14:m><m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara></a14:m></a:p>`) +
		`</mc:Choice></mc:AlternateContent>`
	table := `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="609600" y="2000000"/><a:ext cx="6000000" cy="800000"/></p:xfrm>` +
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid><a:gridCol w="3000000"/><a:gridCol w="3000000"/></a:tblGrid>` +
		`<a:tr h="400000">` + cell(`gridSpan="2"`, "Water levels") + cell(`hMerge="1"`, "") + `</a:tr>` +
		`<a:tr h="400000">` + cell("", "Basin") + cell("", "Seahorse") + `</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
	video := `<p:pic><p:nvPicPr><p:cNvPr id="5" name="" descr="The tide comes in"/><p:cNvPicPr/><p:nvPr><a:videoFile r:link="rIdV"/></p:nvPr></p:nvPicPr>` +
		`<p:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="609600" y="2000000"/><a:ext cx="3200000" cy="1800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
	return slidestest.PPTX(t, []slidestest.PPTXSlide{
		{Shapes: shape(2000000, hebrew)},
		{Shapes: slidestest.Shape("title", "Steps") + shape(2000000, item(0, "Measure")+item(1, "at night")+item(0, "Compare")) + formula},
		{Shapes: slidestest.Shape("title", "Levels") + table},
		{Shapes: slidestest.Shape("title", "Film") + video, Refs: map[string]string{"rIdV": "video ../media/media1.mp4"}},
	}, slidestest.Part{Name: "ppt/media/media1.mp4", Content: string(film)})
}

// stepsDeck is a PDF file of three pages whose text grows.
func stepsDeck() []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R 6 0 R 8 0 R]/Count 3>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	content := "BT /F 32 Tf 40 340 Td (Three steps) Tj ET\n"
	for i, line := range []string{"Oxygen falls", "Fish leave", "Sluices open"} {
		content += fmt.Sprintf("BT /F 20 Tf 60 %d Td (%s) Tj ET\n", 270-40*i, line)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", 5+2*i),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content))
	}
	return slidestest.PDF(objects...)
}

func testStructure(t *testing.T, b *tab, _ string) {
	for what, want := range map[string]string{
		`document.querySelector("#deck-tide-slide-1 .body").dir`:                                                      "rtl",
		`document.querySelector("#deck-tide-slide-1 .body").lang`:                                                     "he-IL",
		`getComputedStyle(document.querySelector("#deck-tide-slide-1 .title, #deck-tide-slide-1 .body p")).direction`: "rtl",
		`document.querySelector("#deck-tide-slide-2 .body > ol > li > ol").textContent.trim()`:                        "1. at night",
		`document.querySelector("#deck-tide-slide-2 math > mfrac").namespaceURI`:                                      "http://www.w3.org/1998/Math/MathML",
		`document.querySelector("#deck-tide-slide-3 thead th").colSpan`:                                               "2",
		`document.querySelector("#deck-tide-slide-3 thead th").scope`:                                                 "colgroup",
	} {
		if got := value[string](b, "String("+what+")"); got != want {
			t.Errorf("%s is %q, want %q", what, got, want)
		}
	}
	// The bar of the fraction is between its parts.
	if above := value[bool](b, `(() => { const [n, d] = document.querySelector("math > mfrac").children; return n.getBoundingClientRect().bottom <= d.getBoundingClientRect().top })()`); !above {
		t.Error("the formula is not drawn as a fraction")
	}
	b.run(`getSelection().selectAllChildren(document.querySelector("#deck-tide-slide-2 .body > ol"))`)
	if copied := value[string](b, `getSelection().toString()`); !strings.Contains(copied, "1. Measure") || !strings.Contains(copied, "2. Compare") {
		t.Errorf("a copy of the list is %q, without its numbers", copied)
	}
}

func testEmbeddedVideo(t *testing.T, b *tab, _ string) {
	const film = `document.querySelector("#deck-tide-slide-4 video")`
	if poster := value[string](b, film+`.poster`); poster == "" {
		t.Error("the video has no poster")
	}
	if state := value[int](b, film+`.networkState`); state == 2 {
		t.Error("the video loads before the reader plays it")
	}
	b.run(film + `.muted = true; await ` + film + `.play()`)
	b.wait(film + `.currentTime > 0.5 && ` + film + `.videoWidth === 320`)
	b.run(`document.querySelector("#deck-tide-slide-4 a.picture").click()`)
	b.wait(`document.querySelector("dialog.viewer video")`)
	b.run(`const v = document.querySelector("dialog.viewer video"); v.muted = true; v.loop = true; await v.play()`)
	b.run(`window.film = document.querySelector("dialog.viewer video"); document.querySelector('dialog.viewer [aria-label="Close"]').click()`)
	b.wait(`film.paused`)
	if said := value[string](b, `document.querySelector("#deck-tide-slide-4 figcaption").textContent`); !strings.Contains(said, "The tide comes in (MP4, ") {
		t.Errorf("the caption is %q", said)
	}
}

func testViewerSteps(t *testing.T, b *tab, home string) {
	b.openScripted(home + "?d=steps&s=1") // without a recording, a link to a slide opens the viewer
	b.wait(`document.querySelector("dialog.viewer .steps [role=status]").textContent === "Step 3 of 3"`)
	if title := value[string](b, `document.querySelector("#viewer-title").textContent`); !strings.HasSuffix(title, "1 / 1") {
		t.Errorf("the viewer shows %q, want one slide", title)
	}
	const image = `document.querySelector("dialog.viewer .sheet img")`
	b.wait(image + `.complete && ` + image + `.naturalWidth > 0`)
	last := value[string](b, image+`.currentSrc`)
	b.run(`document.querySelector('dialog.viewer [aria-label="Previous step"]').click()`)
	b.wait(`document.querySelector("dialog.viewer .steps [role=status]").textContent === "Step 2 of 3" && ` + image + `.complete && ` + image + `.naturalWidth > 0 && ` + image + `.currentSrc !== ` + fmt.Sprintf("%q", last))
	b.run(`for (const i of [1, 2, 3]) document.querySelector('dialog.viewer [aria-label="Next step"]').click()`)
	b.wait(image + `.currentSrc === ` + fmt.Sprintf("%q", last))
	if words := value[string](b, `document.querySelector("dialog.viewer .words").textContent`); !strings.Contains(words, "Sluices open") {
		t.Errorf("the viewer's text is %q, want that of the last step", words)
	}
}

func testSlideSearch(t *testing.T, b *tab, _ string) {
	b.run(`const s = document.querySelector("#search"); s.value = "seahorse"; s.dispatchEvent(new Event("input")); document.querySelector(".results button").click()`)
	b.wait(`document.querySelector("dialog.viewer").open && document.querySelector("dialog.viewer td:last-child").textContent === "Seahorse"`)
	b.wait(`document.querySelectorAll("dialog.viewer .box").length === 1`)
	if n := value[int](b, `document.querySelectorAll(".results li").length`); n != 1 {
		t.Errorf("%d results, want one", n)
	}
}

func testSlidesAxe(t *testing.T, b *tab, home string) {
	script := axe(t)
	for _, width := range []int64{1280, 390} {
		b.size(width, 844)
		for _, address := range []string{home, home + "?d=tide&s=4", home + "?d=steps&s=1"} {
			b.openScripted(address)
			b.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			if address != home {
				b.wait(`document.querySelector("dialog.viewer :is(.steps, .media)")`)
			}
			for _, broken := range b.violations(script, "") {
				t.Errorf("%s, %d wide: %s", strings.TrimPrefix(address, home), width, broken)
			}
			if wide := value[int](b, `document.documentElement.scrollWidth`); wide > int(width) {
				t.Errorf("%s: %d pixels wide in a window of %d", address, wide, width)
			}
		}
	}
}
