package slides_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// zeros are n zero bytes.
func zeros(n int64) io.Reader { return io.LimitReader(endless{}, n) }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// bomb is an archive with one part that inflates to n bytes: the same run of
// compressed zeros again and again, each ending a block.
func bomb(t *testing.T, name string, n int64) []byte {
	t.Helper()
	const stretch = 1 << 20
	var once bytes.Buffer
	z, err := flate.NewWriter(&once, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = io.Copy(z, zeros(stretch)); err != nil || z.Flush() != nil {
		t.Fatal(err)
	}
	body := bytes.Repeat(once.Bytes(), int(n/stretch))
	body = append(body, 3, 0) // an empty last block
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(nil),
		CompressedSize64: uint64(len(body)), UncompressedSize64: 100, // a false size
	})
	if err == nil {
		_, err = part.Write(body)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBombsAreRefused before any other program opens them: all tools of this
// converter fail.
func TestBombsAreRefused(t *testing.T) {
	t.Parallel()

	const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	const outside = `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
	odp := func(part, content string) []byte {
		return slidestest.ODP(t, []slidestest.ODPSlide{{}}, slidestest.Part{Name: part, Content: content})
	}
	entities := func(declared, used string) []byte {
		return replaceOnce(t, replaceOnce(t, exampleODP(t), "<office:document-content", declared+"<office:document-content"), "The rail bridge", used)
	}
	inPPTX := func(declared, used string) []byte {
		return replaceOnce(t, replaceOnce(t, examplePPTX(t), "<p:presentation ", declared+"<p:presentation "), "<p:sldIdLst>", used+"<p:sldIdLst>")
	}
	flat := func(declared, used string) []byte {
		return []byte(`<?xml version="1.0"?>` + declared + `<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.presentation">` + used + `</office:document>`)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.Copy(z, zeros(200<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		deck   []byte
		reason string // its beginning
	}{
		{"10 GB of zeros that are declared as 100 bytes", bomb(t, "ppt/presentation.xml", 10<<30), "is a compressed archive"},
		{"the same in a deck", odpWith(t, bomb(t, "Pictures/a", 10<<30)), "has a part that is larger than"},
		{"a bomb in a drawing", odp("Pictures/a.svgz", packed.String()), "has a part that is larger than"},
		{"billion laughs in odp", entities(laughs, "&c;"), "is damaged: content.xml"},
		{"billion laughs in pptx", inPPTX(laughs, "&c;"), "is damaged: ppt/presentation.xml"},
		{"billion laughs in fodp", flat(laughs, "&c;"), "is damaged: its XML: it declares entities"},
		{"an entity of a file in odp", entities(outside, "&a;"), "is damaged: content.xml"},
		{"an entity of a file in pptx", inPPTX(outside, "&a;"), "is damaged: ppt/presentation.xml"},
		{"an entity of a file in fodp", flat(outside, "&a;"), "is damaged: its XML: it declares entities"},
		{"a declared entity that is not used", entities(laughs, "x"), "is damaged: content.xml: it declares entities"},
		{"a hundred thousand shapes in pptx", slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: strings.Repeat(slidestest.Shape("", "a", "b", "c"), 100_000)}}), "is damaged: ppt/slides/slide99.xml: it has too many elements"},
		{"a hundred thousand shapes in odp", slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: strings.Repeat(slidestest.Frame("", slidestest.TextBox("a", "b", "c", "d", "e", "f", "g", "h")), 100_000)}}), "is damaged: content.xml: it has too many elements"},
		{"nested groups in pptx", slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: strings.Repeat("<p:grpSp>", 5000) + strings.Repeat("</p:grpSp>", 5000)}}), "is damaged: ppt/slides/slide99.xml: its elements nest too deep"},
		{"nested groups in odp", slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: strings.Repeat("<draw:g>", 5000) + strings.Repeat("</draw:g>", 5000)}}), "is damaged: content.xml: its elements nest too deep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, tt.deck, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := slides.New(tools{}, "").Render(t.Context(), path, t.TempDir(), slides.Options{}, nil)
			if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.reason) {
				t.Errorf("Render = %v, want a refusal that begins with %q", err, tt.reason)
			}
		})
	}
}

// odpWith is a deck with the unchanged parts of another archive.
func odpWith(t *testing.T, other []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, data := range [][]byte{exampleODP(t), other} {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// hostilePDFFiles are converted like any other, and nothing in them is run.
func hostilePDFFiles(t *testing.T, c *slides.Converter) {
	t.Helper()

	goal := newTarget(t)
	nulls := 400_000 // their list takes 22 MB, more than is read at once
	if proctest.Long() {
		nulls = 1_000_000
	}
	var stream bytes.Buffer
	z := zlib.NewWriter(&stream)
	if _, err := io.Copy(z, zeros(64<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, objects := range map[string][]string{
		"actions": {
			`<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)/P(-c "touch ` + goal.owned + `")>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.launchURL\("http://` + goal.address + `"\))>>]>>/EmbeddedFiles<</Names[(x)<</Type/Filespec/F(` + goal.text + `)/FS/URL>>]>>>>>>`,
			`<</Type/Pages/Kids[3 0 R]/Count 1>>`,
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>/AA<</O<</S/URI/URI(http://` + goal.address + `)>>>>>>`,
			"<</Length 5>>stream\n/X Do\nendstream",
			`<</Type/XObject/Subtype/Image/Width 59/Height 67/ColorSpace/DeviceGray/BitsPerComponent 8/Length 0/F(` + goal.picture + ")>>stream\n\nendstream",
		},
		"a page of a thousand inches": {
			`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 72000 72000]>>`,
		},
		"hundreds of thousands of objects": append([]string{
			`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]>>`,
		}, slices.Repeat([]string{"null"}, nulls)...),
		"a stream of zeros": {
			`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R>>`,
			fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", stream.Len(), stream.String()),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name != "actions" && name != "a page of a thousand inches" {
				proctest.Heavy(t)
			}
			goal.attack(t, c, slidestest.PDF(objects...))
		})
	}
}
