package pdfedit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
)

// privatePDF is a PDF file with everything that Strip removes.
const privatePDF = `%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /Metadata 9 0 R /OpenAction <</S /JavaScript /JS (app.alert\("script"\))>>
 /Names <</EmbeddedFiles <</Names [(budget.xlsx) 11 0 R]>> >> >> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] /Contents 4 0 R /Resources <</Font <</F 5 0 R>> >>
 /PieceInfo <</Tool <</Private (piece-info)>> >> /Annots 6 0 R>> endobj
4 0 obj <</Length 45>> stream
BT /F 30 Tf 50 300 Td (Oxygen rises) Tj ET   
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
6 0 obj [7 0 R 8 0 R 13 0 R] endobj
7 0 obj <</Type /Annot /Subtype /Text /Rect [9 9 20 20] /T (reviewer) /Contents (remark) /Popup 14 0 R>> endobj
8 0 obj <</Type /Annot /Subtype /Link /Rect [50 300 200 330] /A <</S /URI /URI (https://reader:keyword@data.example.org/)>> >> endobj
9 0 obj <</Type /Metadata /Subtype /XML /Length 20>> stream
<x>xmp-author</x>   
endstream endobj
10 0 obj <</Title (Title) /Author (info-author)>> endobj
11 0 obj <</Type /Filespec /F (budget.xlsx) /EF <</F 12 0 R>> >> endobj
12 0 obj <</Type /EmbeddedFile /Length 14>> stream
secret figures
endstream endobj
13 0 obj <</Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] /FS 11 0 R /Contents (attached)>> endobj
14 0 obj <</Type /Annot /Subtype /Popup /Rect [9 9 90 90] /Parent 7 0 R>> endobj
trailer <</Root 1 0 R /Info 10 0 R /Size 15>>
startxref
0
%%EOF
`

func TestStripRemovesPrivateContent(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")

	private := []string{"keyword", "reviewer", "remark", "xmp-author", "info-author", "piece-info", "secret figures", "budget.xlsx", "app.alert", "attached", "https://data.example.org/"}
	tests := []struct {
		name    string
		removal pdffile.Removal
		kept    []string
	}{
		{"everything", pdffile.Removal{Metadata: true, Comments: true, Attachments: true}, []string{"https://data.example.org/"}},
		{"comments alone", pdffile.Removal{Comments: true}, []string{"xmp-author", "info-author", "piece-info", "secret figures", "budget.xlsx", "attached", "https://data.example.org/"}},
		{"metadata alone", pdffile.Removal{Metadata: true}, []string{"reviewer", "remark", "secret figures", "budget.xlsx", "attached", "https://data.example.org/"}},
		{"attachments alone", pdffile.Removal{Attachments: true}, []string{"reviewer", "remark", "xmp-author", "info-author", "piece-info", "https://data.example.org/"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "deck.pdf")
			if err := os.WriteFile(path, []byte(privatePDF), 0o600); err != nil {
				t.Fatal(err)
			}
			runner := proctest.Runner(t)
			made, err := pdfedit.New(runner, dir).Strip(t.Context(), path, "", tt.removal)
			if err != nil {
				t.Fatal(err)
			}
			all := uncompressed(t, runner, made.Path)
			for _, text := range private {
				if kept := slices.Contains(tt.kept, text); strings.Contains(all, text) != kept {
					t.Errorf("contains %q: %t, want %t", text, !kept, kept)
				}
			}
			if !strings.Contains(all, "Oxygen rises") {
				t.Error("the text of the page is lost")
			}
		})
	}
}

// uncompressed returns the bytes of a PDF file without compression.
func uncompressed(t *testing.T, r *proc.Runner, path string) string {
	t.Helper()
	out := path + ".plain"
	_, err := r.Run(t.Context(), proc.Command{
		Path: "qpdf", Args: []string{"--warning-exit-0", "--qdf", "--object-streams=disable", "--no-original-object-ids", path, out},
		Dir: filepath.Dir(path), Read: []string{path}, Write: []string{filepath.Dir(path)},
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(data, []byte("\\"), nil))
}
