package pptx_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/slidestest"
)

// FuzzRead reads any bytes, and a deck with any content: it does not panic, errors
// are refusals, and the text is valid UTF-8 in numbered slides.
func FuzzRead(f *testing.F) {
	f.Add(slidestest.PPTXOf(f, slidestest.Usual(5)), "", "", "")
	f.Add([]byte("PK"), slidestest.Shape("title", "T")+slidestest.Table([]string{"a", "b"}), slidestest.Shape("body", "note"), `<chart/>`)
	f.Add([]byte{}, framed(`descr="x"`, `<c:chart r:id="rId9"/><dgm:relIds r:dm="rId9"/>`), "",
		`<c><title><p><t>x</t></p></title><chart><plotArea><ser><tx><v>s</v></tx><cat><lvl><pt idx="3"><v>c</v></pt></lvl></cat><val><pt idx="-1"><v>c</v></pt></val></ser></plotArea></chart><pt><t><p><r><t>d</t></r></p></t></pt></c>`)
	f.Add([]byte{}, framed("", `<cx:chart xmlns:cx="x" r:id="rId9"/>`), "<", `<c><chartData><data id="0"><strDim><pt>2016</pt></strDim></data></chartData><chart><plotArea><series><dataId val="0"/></series></plotArea></chart></c>`)
	f.Add([]byte{}, `<mc:AlternateContent><mc:Choice>`+shaped(`descr="&#10;"`, `<a:hlinkClick r:id="rIdW"/>`, `<a:p><a:r><a:rPr><a:hlinkClick r:id="rIdW"/></a:rPr><a:t>_x000B_</a:t></a:r></a:p>`)+`</mc:Choice></mc:AlternateContent>`, "<", "&")
	f.Add([]byte{}, groupAt(`rot="5400000" flipH="1"`, 10, 10, 40, 40, 0, 0, 9, 9, placed("a", -5, 3, 20, 10)+placed("b", 5, 3, 0, 0))+sized(5, 40, `b="1" lang="he-IL"`, "אחת"), "",
		`<p:sldLayout><p:cSld><p:spTree>`+shapeAt(`<p:ph type="body" idx="1"/>`, "", "x")+`</p:spTree></p:cSld></p:sldLayout>`)
	f.Add([]byte{}, shaped("", "", `<a:p><a:pPr lvl="3"><a:buAutoNum type="ea1JpnChsDbPeriod" startAt="32767"/></a:pPr><a14:m><m:oMath><m:nary><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary></m:oMath></a14:m><a:r><a:rPr><a:sym typeface="Wingdings"/></a:rPr><a:t>&#xF0E8;</a:t></a:r></a:p>`),
		`<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/><a:tr><a:tc gridSpan="2" rowSpan="9"><a:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p></a:txBody></a:tc><a:tc hMerge="1"/></a:tr></a:tbl></p:graphicFrame>`,
		`<c:chartSpace><c:date1904/><c:chart><c:plotArea><c:ser><c:val><c:numRef><c:numCache><c:formatCode>[h]:mm;"x"</c:formatCode><c:pt idx="0"><c:v>1.5</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:plotArea></c:chart></c:chartSpace>`)
	f.Fuzz(func(t *testing.T, file []byte, shapes, notes, part string) {
		check(t, file)
		check(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: shapes, Notes: notes, Refs: map[string]string{
			"rId9": "thing ../thing.xml", "rIdW": "hyperlink https://example.org/", "rIdL": "slideLayout ../thing.xml", "rIdC": "comments ../thing.xml",
		}}}, slidestest.Part{Name: "ppt/thing.xml", Content: part}))
	})
}

func check(t *testing.T, file []byte) {
	t.Helper()
	deck, err := read(t, file)
	if err != nil {
		if !fault.IsPermanent(err) {
			t.Fatalf("Read = %v, want a refusal", err)
		}
		return
	}
	for i, s := range deck.Slides {
		if s.Number != i+1 || strings.Contains(s.Title, "\n") || s.Body != meeting.Body(s.Blocks) {
			t.Fatalf("slide %d = %+v", i, s)
		}
	}
	if text := fmt.Sprintf("%+v", deck); !utf8.ValidString(text) {
		t.Fatalf("not UTF-8: %q", text)
	}
	data, err := json.Marshal(deck)
	if err != nil || len(data) > len(file)*1200+1<<16 { // deflate expands by a factor of at most 1000
		t.Fatalf("%d bytes become %d, %v", len(file), len(data), err)
	}
}

// TestDamagedFilesAreReadOrRefused changes bytes of a deck that has a part of every
// kind.
func TestDamagedFilesAreReadOrRefused(t *testing.T) {
	t.Parallel()
	whole := slidestest.PPTXOf(t, slidestest.Usual(5))
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a fixed seed
	for range 300 {
		file := append([]byte(nil), whole...)
		for range 1 + random.IntN(20) {
			file[random.IntN(len(file))] = byte(random.IntN(256))
		}
		check(t, file[:len(file)-random.IntN(2)*random.IntN(len(file))])
	}
}

func TestHostileDecksAreBounded(t *testing.T) {
	t.Parallel()

	const points = `<c:ser><c:cat><c:pt idx="999"><c:v>x</c:v></c:pt></c:cat></c:ser>`
	group := func(depth int) string {
		return strings.Repeat("<p:grpSp>", depth) + strings.Repeat("</p:grpSp>", depth)
	}
	tests := []struct{ name, shapes, part, reason string }{
		{"a hundred thousand shapes are read", strings.Repeat(`<p:sp><p:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></p:txBody></p:sp>`, 100_000), "", ""},
		{"too many elements are refused", strings.Repeat(slidestest.Shape("", "a", "b", "c"), 100_000), "", "is damaged: ppt/slides/slide99.xml: it has too many elements"},
		{"deeply nested groups are refused", group(1000), "", "is damaged: ppt/slides/slide99.xml: its elements nest too deep"},
		{"empty charts do not fill the memory", strings.Repeat(framed("", `<c:chart r:id="rId9"/>`), 200), chartHead + `<c:plotArea>` + strings.Repeat(points, 300) + `</c:plotArea>` + chartTail, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deck, err := read(t, slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rId9": "chart ../thing.xml"}}},
				slidestest.Part{Name: "ppt/thing.xml", Content: tt.part}))
			if tt.reason != "" {
				if fault.Reason(err) != tt.reason {
					t.Errorf("Read = %v, want a refusal that it %s", err, tt.reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			values := 0
			for _, b := range deck.Slides[0].Blocks {
				if b.Chart != nil {
					values += len(b.Chart.Categories)
					for _, s := range b.Chart.Series {
						values += len(s.Values)
					}
				}
			}
			if len(deck.Slides[0].Blocks) == 0 || values > 1<<20 {
				t.Errorf("%d blocks, %d values", len(deck.Slides[0].Blocks), values)
			}
		})
	}
}

// TestReadStopsAtTheLimitOfTheArchive has optional notes that exceed the limit.
func TestReadStopsAtTheLimitOfTheArchive(t *testing.T) {
	t.Parallel()
	limits := office.DefaultLimits()
	limits.Total = 64 << 10
	data := slidestest.PPTX(t, []slidestest.PPTXSlide{{Notes: slidestest.Shape("body", strings.Repeat("a ", 64<<10))}})
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), limits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = pptx.Read(a); fault.Reason(err) != "has more than 0 MB in it" {
		t.Errorf("Read = %v, want a refusal", err)
	}
}

// TestSharedTextIsBounded has a long layout text, which each of its slides repeats.
func TestSharedTextIsBounded(t *testing.T) {
	t.Parallel()
	data := slidestest.PPTX(t,
		[]slidestest.PPTXSlide{{Refs: map[string]string{"rIdL": "slideLayout ../thing.xml"}}},
		slidestest.Part{Name: "ppt/thing.xml", Content: `<p:l ` + drawn + `><p:cSld><p:spTree>` + slidestest.Shape("", strings.Repeat("äöü ", 1<<16)) + `</p:spTree></p:cSld></p:l>`})
	deck, err := read(t, data)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(deck.Slides[0].Master); n == 0 || n > 16<<10 {
		t.Errorf("%d bytes of the layout are on its slide", n)
	}
}
