package child

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/klippa-app/go-pdfium/requests"
)

// TestItIsShutIn asks pdfium to open a file by its name, as code that a file has
// taken over would: one that it does open when its bytes are handed over. And it
// asks for more memory than there is for it.
func TestItIsShutIn(t *testing.T) {
	t.Parallel()
	e, err := start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	const file = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n" +
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err = os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	if d, openErr := e.open(f, ""); openErr != nil || d.pages != 1 {
		t.Fatalf("the file has %d pages, %v, want 1", d.pages, openErr)
	}
	if opened, openErr := e.OpenDocument(&requests.OpenDocument{FilePath: &path}); openErr == nil {
		t.Errorf("by its name it is opened: %v, want that pdfium sees no files", opened)
	}
	for side, want := range map[int]bool{1_000: true, 20_000: false} { // 4 MB, 1.6 GB
		got, createErr := e.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: side, Height: side})
		made := createErr == nil
		if made { // pdfium answers with no picture where it gets no memory, and the library takes that for one
			width, widthErr := e.FPDFBitmap_GetWidth(&requests.FPDFBitmap_GetWidth{Bitmap: got.Bitmap})
			made = widthErr == nil && width.Width == side
		}
		if made != want {
			t.Errorf("a picture of %d×%d points can be made: %v (%v), want %v", side, side, made, createErr, want)
		}
	}
}
