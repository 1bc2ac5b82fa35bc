package makers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestDocumentNeedsNoPassword stores a document that readers can open. One that needs no
// password stays as it is.
func TestDocumentNeedsNoPassword(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdfinfo")
	plain := filepath.Join(t.TempDir(), "plain.pdf")
	page := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>")
	if err := os.WriteFile(plain, page, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, lock := range map[string][]string{
		"a password for reading":      {"--encrypt", "sesame", "for owners", "256", "--"},
		"a password for editing only": {"--encrypt", "", "for owners", "256", "--"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, dir := filepath.Join(t.TempDir(), "locked.pdf"), filepath.Join(t.TempDir(), "out")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "qpdf", Args: append(lock, plain, source)}); err != nil {
				t.Fatal(err)
			}
			params, err := json.Marshal(plan.DocumentParams{Format: "pdf", Original: true, Inert: true, Password: plan.Password{Clear: "sesame"}})
			if err != nil {
				t.Fatal(err)
			}
			made, err := makeDocument(t.Context(), slides.New(proctest.Runner(t), ""), secret.Key{}, &Task{Source: source, Dir: dir, Step: plan.Step{Params: params}})
			if err != nil {
				t.Fatal(err)
			}
			check := proc.Command{Path: "qpdf", Args: []string{"--check", filepath.Join(dir, made.Document.Original)}}
			if _, err = proctest.Plain().Run(t.Context(), check); err != nil {
				t.Errorf("the document needs a password: %v", err)
			}
			if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
				t.Errorf("the output is %v, %v", files, err)
			}
		})
	}
}
