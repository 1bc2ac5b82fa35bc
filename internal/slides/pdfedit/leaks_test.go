package pdfedit_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/slidestest"
)

// TestStripRemovesLeaks plants words in forms, links, tags and images.
func TestStripRemovesLeaks(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdftocairo")
	photo := exifJPEG(t, "exif-place")
	stream := func(dictionary, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(data), data)
	}
	data := slidestest.PDF(
		`<</Type/Catalog/Pages 2 0 R/URI<</Base(file:///uri-base/)>>/StructTreeRoot 12 0 R/AcroForm<</Fields[7 0 R 8 0 R]/XFA(xfa-data)>>/Names<</Templates<</Names[(template-name) 13 0 R]>>>>>>`,
		`<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Thumb 14 0 R/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>/Annots[7 0 R 8 0 R 9 0 R 10 0 R 11 0 R 16 0 R]>>`,
		stream("", "BT /F 30 Tf 50 300 Td (Oxygen rises) Tj ET q 100 0 0 100 500 200 cm /I Do Q"),
		`<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`,
		stream(`/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/OPI<</2.0<</F(opi-file)>>>>`, photo),
		`<</Type/Annot/Subtype/Widget/FT/Tx/T(field-name)/V(field-value)/DV(field-default)/Rect[50 100 300 130]/AP<</N 15 0 R>>>>`,
		`<</Type/Annot/Subtype/Widget/FT/Tx/T(hidden-name)/V(hidden-value)/F 2/Rect[50 50 300 80]/AP<</N 15 0 R>>>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(link-contents)/A<</S/URI/URI(https://data.example.org/)/Next<</S/URI/URI(smb://next-action/)>>>>>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(onenote:///uri-onenote)>>>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(launch-file)>>>>`,
		`<</Type/StructTreeRoot/K<</S/Figure/P 12 0 R/Alt(C:\\Users\\alt-path\\plan.png)/ActualText(Oxygen over time)/K[<</S/Figure/Alt(\\\\actual-server\\share)>>]>>>>`,
		`<</Type/Template/MediaBox[0 0 9 9]/Resources<<>>>>`,
		stream(`/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8`, "thumbnail"),
		stream(`/Type/XObject/Subtype/Form/BBox[0 0 250 30]/Resources<</Font<</F 5 0 R>>>>`, "BT /F 20 Tf 5 5 Td (Shown value) Tj ET"),
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(remote-file)>>>>`,
	)
	dir := t.TempDir()
	path := filepath.Join(dir, "deck.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	runner := proctest.Runner(t)
	made, err := pdfedit.New(runner, dir).Strip(t.Context(), path, "", pdffile.Removal{Metadata: true, Comments: true, Attachments: true})
	if err != nil {
		t.Fatal(err)
	}
	all := uncompressed(t, runner, made.Path)
	for _, leak := range []string{
		"uri-base", "xfa-data", "template-name", "exif-place", "opi-file", "field-name", "field-value", "field-default", "hidden-name", "hidden-value",
		"link-contents", "next-action", "uri-onenote", "launch-file", "alt-path", "actual-server", "thumbnail", "remote-file",
	} {
		if strings.Contains(all, leak) {
			t.Errorf("the published file has %q", leak)
		}
	}
	for _, kept := range []string{"Oxygen rises", "https://data.example.org/", "Oxygen over time", "Shown value"} {
		if !strings.Contains(all, kept) {
			t.Errorf("the published file lacks %q", kept)
		}
	}
	var images bytes.Buffer
	if _, err = runner.Run(t.Context(), proc.Command{Path: "pdfimages", Args: []string{"-list", made.Path}, Read: []string{made.Path}, Stdout: &images}); err != nil || !strings.Contains(images.String(), "jpeg") {
		t.Errorf("the images are %s, %v", images.String(), err)
	}
	if before, after := rendered(t, runner, path), rendered(t, runner, made.Path); before != after {
		t.Error("the page looks different")
	}
}

// exifJPEG is an image with Exif data.
func exifJPEG(t *testing.T, exif string) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	exif = "Exif\x00\x00" + exif
	return b.String()[:2] + "\xff\xe1\x00" + string(rune(len(exif)+2)) + exif + b.String()[2:]
}

// rendered are the pixels of the first page.
func rendered(t *testing.T, r *proc.Runner, path string) string {
	t.Helper()
	prefix := path + "-page"
	_, err := r.Run(t.Context(), proc.Command{
		Path: "pdftocairo", Args: []string{"-png", "-singlefile", "-scale-to", "300", path, prefix}, Read: []string{path}, Write: []string{filepath.Dir(path)},
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(prefix + ".png")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
