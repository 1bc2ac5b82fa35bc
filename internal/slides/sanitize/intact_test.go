package sanitize_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

// TestCopyNamesDamagedPictures of all formats whose damage it can find.
func TestCopyNamesDamagedPictures(t *testing.T) {
	t.Parallel()
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, halves()); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, halves(), nil); err != nil {
		t.Fatal(err)
	}
	pngData, jpegData := asPNG.String(), asJPEG.String()
	emf := make([]byte, 88)
	copy(emf[40:], " EMF")
	emf[48] = 88
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>`
	for _, tt := range []struct {
		name, file, data string
		damaged          bool
	}{
		{"a PNG image", "a.png", pngData, false},
		{"a PNG image by another name", "a.jpg", pngData, false},
		{"half a PNG image", "a.png", pngData[:len(pngData)/2], true},
		{"the head of a PNG image", "a.png", pngData[:50], true},
		{"a JPEG image", "a.jpg", jpegData, false},
		{"a JPEG image without its end marker", "a.jpg", jpegData[:len(jpegData)-2], false},
		{"a JPEG image without its last part", "a.jpg", jpegData[:len(jpegData)-20], true},
		{"a web page", "a.jpg", "<html><p>Not found</p></html>", true},
		{"a drawing", "a.svg", svg, false},
		{"half a drawing", "a.svg", svg[:len(svg)/2], true},
		{"a metafile", "a.emf", string(emf), false},
		{"half a metafile", "a.emf", string(emf[:44]), true},
		{"JPEG XR", "a.wdp", "II\xbc\x01", true},
		{"a damaged WebP image", "a.webp", "RIFF\x10\x00\x00\x00WEBPVP8 ", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			removed := removedFrom(t, slidestest.PPTXSlide{
				Shapes: `<p:pic><p:blipFill><a:blip r:embed="rIdF"/></p:blipFill></p:pic>`,
				Refs:   map[string]string{"rIdF": "image ../media/" + tt.file},
			}, slidestest.Part{Name: "ppt/media/" + tt.file, Content: tt.data})
			if named := slices.Contains(removed.Pictures, sanitize.Picture{Slide: 1, Name: tt.file}); named != tt.damaged {
				t.Errorf("named %v", removed.Pictures)
			}
		})
	}
}

func TestCopyNamesWhatSlidesLack(t *testing.T) {
	t.Parallel()
	chart := `<p:graphicFrame><a:graphic><a:graphicData><c:chart r:id="rIdC"/></a:graphicData></a:graphic></p:graphicFrame>`
	ole := func(inner string) string {
		return `<p:graphicFrame><a:graphic><a:graphicData><p:oleObj r:id="rIdO"><p:embed/>` + inner + `</p:oleObj></a:graphicData></a:graphic></p:graphicFrame>`
	}
	for _, tt := range []struct {
		name, shapes, want string
		parts              []slidestest.Part
	}{
		{"a relation", `<p:pic><p:blipFill><a:blip r:embed="rIdZ"/></p:blipFill></p:pic>`, "a picture without a file", nil},
		{"the name of a relation", `<p:pic><p:blipFill><a:blip r:embed=""/></p:blipFill></p:pic>`, "a picture without a file", nil},
		{"a chart", chart, "c.xml", nil},
		{"a whole chart", chart, "c.xml", []slidestest.Part{{Name: "ppt/charts/c.xml", Content: "<c:chart"}}},
		{"nothing of a chart", chart, "", []slidestest.Part{{Name: "ppt/charts/c.xml", Content: "<chartSpace/>"}}},
		{"a picture of an object", ole(""), "an object without a picture", nil},
		{"nothing of an object", ole(`<p:pic/>`), "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refs := map[string]string{"rIdC": "chart ../charts/c.xml", "rIdO": "oleObject ../embeddings/o.bin"}
			removed := removedFrom(t, slidestest.PPTXSlide{Shapes: tt.shapes, Refs: refs}, tt.parts...)
			var names []string
			for _, p := range removed.Pictures {
				names = append(names, p.Name)
			}
			if got := strings.Join(names, ", "); got != tt.want {
				t.Errorf("names %q, want %q", got, tt.want)
			}
			for _, w := range removed.Warnings() {
				if strings.Contains(w, "damaged part") {
					t.Errorf("warns of the same part again: %s", w)
				}
			}
		})
	}
}

// TestWarningsNameSlides with references to outside files, and other damaged parts.
func TestWarningsNameSlides(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		removed sanitize.Removed
		want    string
	}{
		{sanitize.Removed{Links: 1, LinksOn: []int{7}}, "refers to an outside file on slide 7, which is not shown"},
		{sanitize.Removed{Links: 3, LinksOn: []int{7, 0, 2}}, "refers to 3 outside files on slide 2, 7, which are not shown"},
		{sanitize.Removed{Links: 1, LinksOn: []int{0}}, "refers to an outside file, which is not shown"},
		{sanitize.Removed{Damaged: 1, DamagedParts: []string{"a.xml"}}, "has a damaged part, which is not shown: a.xml"},
	} {
		if got := strings.Join(tt.removed.Warnings(), "; "); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// removedFrom is what the copy of a deck with one slide lacks.
func removedFrom(t *testing.T, slide slidestest.PPTXSlide, parts ...slidestest.Part) sanitize.Removed {
	t.Helper()
	a, err := open(t, slidestest.PPTX(t, []slidestest.PPTXSlide{slide}, parts...), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	removed, err := sanitize.Copy(&bytes.Buffer{}, a, sanitize.OpenXML, order(t, a)...)
	if err != nil {
		t.Fatal(err)
	}
	return removed
}

// TestCopyRefersToNoMissingPicture: LibreOffice opens no OpenDocument deck that does.
func TestCopyRefersToNoMissingPicture(t *testing.T) {
	t.Parallel()
	a := mustOpen(t, slidestest.Zip(t,
		slidestest.Part{Name: "content.xml", Content: `<x><page/><page><image href="Pictures/gone.png"/></page></x>`},
		slidestest.Part{Name: "META-INF/manifest.xml", Content: `<m><file-entry full-path="/"/><file-entry full-path="content.xml"/><file-entry full-path="Pictures/gone.png"/></m>`},
	))
	made, removed := copyOf(t, a, sanitize.OpenDocument)
	if want := []sanitize.Picture{{Slide: 2, Name: "gone.png"}}; !slices.Equal(removed.Pictures, want) {
		t.Errorf("names %v, want %v", removed.Pictures, want)
	}
	for name, want := range map[string]string{
		"content.xml":           `<x><page/><page><image href=""/></page></x>`,
		"META-INF/manifest.xml": `<m><file-entry full-path="/"/><file-entry full-path="content.xml"/></m>`,
	} {
		if got, err := made.Read(name); err != nil || string(got) != want {
			t.Errorf("%s = %s, %v, want %s", name, got, err, want)
		}
	}
}
