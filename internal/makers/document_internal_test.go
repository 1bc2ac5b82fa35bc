package makers

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

func TestDocumentsArePublishedWithoutScripts(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	page := "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>"
	pages := "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	plain := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", pages, page)
	active := slidestest.PDF("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert)>>>>", pages, page)
	broken := []byte("%PDF-1.7\nnothing else")
	inert := plan.DocumentParams{Format: "pdf", Original: true, Inert: true}
	original := inert
	original.Files = true
	tests := []struct {
		name    string
		source  []byte
		params  plan.DocumentParams
		same    bool   // as the original
		offered bool   // at all
		warning string // a part of it
	}{
		{"a file without scripts stays as it is", plain, inert, true, true, ""},
		{"scripts are left out", active, inert, false, true, "has scripts, which the published copy leaves out"},
		{"scripts are left out of a published original", active, original, false, true, "has scripts"},
		{"a file that qpdf cannot read is not offered", broken, inert, false, false, "it cannot be searched for scripts"},
		{"unless its original is to be published", broken, original, true, true, ""},
		{"of an earlier version", active, plan.DocumentParams{Format: "pdf", Original: true}, true, true, ""},
		{"without downloads", active, plan.DocumentParams{Format: "pdf"}, false, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			params, err := json.Marshal(tt.params)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			task := Task{Step: plan.Step{Kind: plan.Document, Params: params}, Source: filepath.Join(dir, "source"), Dir: filepath.Join(dir, "out")}
			if err = os.WriteFile(task.Source, tt.source, 0o600); err != nil {
				t.Fatal(err)
			}
			if err = os.Mkdir(task.Dir, 0o700); err != nil {
				t.Fatal(err)
			}
			made, err := makeDocument(t.Context(), slides.New(proctest.Runner(t), ""), secret.Key{}, &task)
			if err != nil {
				t.Fatal(err)
			}
			if (made.Document.Original != "") != tt.offered || !strings.Contains(strings.Join(made.Warnings, "; "), tt.warning) || tt.warning == "" && len(made.Warnings) > 0 {
				t.Fatalf("made %+v, warnings %q", made.Document, made.Warnings)
			}
			files, err := os.ReadDir(task.Dir)
			if err != nil || (len(files) == 1) != tt.offered {
				t.Fatalf("files %v, %v", files, err)
			}
			if !tt.offered {
				return
			}
			data, err := os.ReadFile(filepath.Join(task.Dir, made.Document.Original))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(data, tt.source) != tt.same || !tt.same && bytes.Contains(data, []byte("app.alert")) {
				t.Errorf("published %q", data)
			}
		})
	}
}
