package pdfedit_test

import (
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

// activePDF does everything that a published file must not do. Names and types are also
// written in unusual ways.
func activePDF() []byte {
	stream := func(dictionary, data string) string {
		return "<<" + dictionary + "/Length " + itoa(len(data)) + ">>stream\n" + data + "\nendstream"
	}
	return slidestest.PDF(
		`<</Type/Catalog/Pages 2 0 R/OpenAction 7 0 R/AA<</WC<</S/JavaScript/JS(close-script)>>>>/AcroForm<</Fields[11 0 R]/XFA(xfa-script)/DA(/F 12 Tf)>>`+
			`/Names<</JavaScript<</Names[(a)<</S/J#61vaScript/JS(named-script)>>]>>/EmbeddedFiles<</Names[(virus.exe) 9 0 R]>>/AlternatePresentations 8 0 R>>/Collection<</View/D>>/AF[9 0 R]>>`,
		`<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		// Fonts may have any name. The mark of the attached file is beside the page: it goes.
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/AA 17 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R/AA 5 0 R/S 5 0 R/JS 5 0 R/EF 5 0 R>>>>/Annots[23 0 R 8 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R 16 0 R 19 0 R 20 0 R]>>`,
		stream("", "BT /F 30 Tf 50 300 Td (Oxygen rises) Tj /AA 30 Tf (again) Tj /S 20 Tf (and) Tj /EF 20 Tf (more) Tj ET"),
		`<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`,
		`/JavaScript`,
		`<</S 6 0 R/JS(indirect-script)>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://data.example.org/)/Next[<</S/SubmitForm/F(https://collect.example/)>>]>>>>`,
		`<</Type/Filespec/F(virus.exe)/EF<</F 10 0 R>>>>`,
		stream(`/Type/EmbeddedFile`, "virus-content"),
		`<</Type/Annot/Subtype/Widget/FT/Tx/T(field-name)/V(field-value)/Rect[50 100 300 130]/AA<</K<</S/JavaScript/JS(key-script)>>>>>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/Win<</F(cmd.exe)/P(launch-args)>>>>>>`,
		`<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]/RichMediaContent<</Configurations[(flash-movie)]>>/RichMediaSettings<</Activation<</Condition/PO>>>>>>`,
		`<</Type/Annot/Subtype/Screen/Rect[0 0 9 9]/A<</S/Rendition/OP 0/JS(rendition-script)>>>>`,
		`<</Type/Annot/Subtype/FileAttachment/Rect[-90 0 -80 9]/FS 9 0 R/Contents(a remark that stays)>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(\\\\server\\share)/D[0/Fit]>>>>`,
		`<</O 18 0 R>>`,
		`<</S/URI/URI(https://opened.example/)>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(javascript:address-script)>>>>`,
		`<</Type/Annot/Subtype/3D/Rect[0 0 9 9]/3DD 21 0 R>>`,
		stream(`/Type/3D/Subtype/U3D/OnInstantiate 22 0 R`, "model"),
		stream(``, "model-script"),
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI 24 0 R>>>>`,
		`(javascript:indirect-address)`,
	)
}

func itoa(n int) string {
	return string([]byte{'0' + byte(n/100), '0' + byte(n/10%10), '0' + byte(n%10)})
}

func TestInert(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdftocairo")
	runner := proctest.Runner(t)
	gone := []string{
		"close-script", "xfa-script", "named-script", "indirect-script", "https://collect.example/", "key-script", "launch-args", "flash-movie", "rendition-script",
		"server", "address-script", "indirect-address", "model-script", "https://opened.example/",
	}
	files := []string{"virus-content"}
	stays := []string{"Oxygen rises", "https://data.example.org/", "field-name", "field-value", "a remark that stays"}
	tests := []struct {
		name      string
		limited   bool // readers may not change it
		keepFiles bool
		gone      []string
		stays     []string
	}{
		{"everything", false, false, append(gone, files...), stays},
		{"with embedded files", false, true, gone, append(stays, files...)},
		{"a file that limits its readers", true, false, append(gone, files...), stays},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "paper.pdf")
			if err := os.WriteFile(path, activePDF(), 0o600); err != nil {
				t.Fatal(err)
			}
			before := rendered(t, runner, path)
			run(t, runner, dir, "--object-streams=generate", "--replace-input", path)
			if tt.limited {
				run(t, runner, dir, "--encrypt", "", "owner", "256", "--modify=none", "--", "--replace-input", path)
			}
			made, found, err := pdfedit.New(runner, dir).Inert(t.Context(), path, tt.keepFiles)
			if err != nil || made == path {
				t.Fatalf("made %s, %v", made, err)
			}
			if want := (pdffile.Active{Scripts: true, Actions: true, Media: true, Files: !tt.keepFiles}); found != want {
				t.Errorf("found %+v, want %+v", found, want)
			}
			all := uncompressed(t, runner, made)
			for _, text := range tt.gone {
				if strings.Contains(all, text) {
					t.Errorf("the file has %q", text)
				}
			}
			for _, text := range tt.stays {
				if !strings.Contains(all, text) {
					t.Errorf("the file lacks %q", text)
				}
			}
			if after := rendered(t, runner, made); after != before {
				t.Error("the page looks different")
			}
		})
	}
}

// Objects have generations after 0 where others were deleted before.
func TestInertFollowsReferencesOfAnyGeneration(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	dir := t.TempDir()
	path := filepath.Join(dir, "paper.pdf")
	data := "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 4 3 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>endobj\n4 3 obj<</S 5 1 R/JS(deep-script)>>endobj\n5 1 obj/JavaScript endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	made, found, err := pdfedit.New(proctest.Runner(t), dir).Inert(t.Context(), path, false)
	if err != nil || made == path || !found.Scripts {
		t.Fatalf("made %s, found %+v, %v", made, found, err)
	}
	if all := uncompressed(t, proctest.Runner(t), made); strings.Contains(all, "deep-script") {
		t.Errorf("made %s", all)
	}
}

// A file that qpdf has to repair may show other things to other programs.
func TestInertRewritesDamagedFiles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	dir := t.TempDir()
	path := filepath.Join(dir, "paper.pdf")
	data := slidestest.PDF(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>`)
	data = append(data, "junk-script startxref 1 %%EOF"...)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	made, found, err := pdfedit.New(proctest.Runner(t), dir).Inert(t.Context(), path, false)
	if err != nil || made == path || found != (pdffile.Active{}) {
		t.Fatalf("made %s, found %+v, %v", made, found, err)
	}
	if all := uncompressed(t, proctest.Runner(t), made); strings.Contains(all, "junk-script") {
		t.Errorf("made %s", all)
	}
}

// qpdf repairs a file without a list of its objects, and wrote one that it could not read.
func TestInertRepairsDamagedFiles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	dir := t.TempDir()
	path := filepath.Join(dir, "paper.pdf")
	data, _, _ := strings.Cut(string(activePDF()), "xref")
	if err := os.WriteFile(path, []byte(data+"trailer <</Root 1 0 R>>\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, found, err := pdfedit.New(proctest.Runner(t), dir).Inert(t.Context(), path, false)
	if err != nil || made == path || !found.Scripts {
		t.Fatalf("made %s, found %+v, %v", made, found, err)
	}
	if all := uncompressed(t, proctest.Runner(t), made); strings.Contains(all, "script") || !strings.Contains(all, "Oxygen rises") {
		t.Errorf("made %s", all)
	}
}

func TestInertLeavesOtherFilesAlone(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	dir := t.TempDir()
	path := filepath.Join(dir, "paper.pdf")
	data := slidestest.PDF(
		`<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R/AcroForm<</Fields[5 0 R]>>>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Annots[5 0 R 6 0 R]/Resources<</Font<</AA 7 0 R/S 7 0 R/F 7 0 R>>>>>>`,
		`<</S/GoTo/D[3 0 R/Fit]>>`, `<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 9 9]>>`,
		`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(page two.html)>>>>`, `<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	made, found, err := pdfedit.New(proctest.Runner(t), dir).Inert(t.Context(), path, false)
	if err != nil || made != path || found != (pdffile.Active{}) {
		t.Errorf("made %s, found %+v, %v; want the file itself, whose signature may count", made, found, err)
	}
}

func run(t *testing.T, r *proc.Runner, dir string, args ...string) {
	t.Helper()
	if _, err := r.Run(t.Context(), proc.Command{Path: "qpdf", Args: append([]string{"--warning-exit-0"}, args...), Dir: dir, Write: []string{dir}}); err != nil {
		t.Fatal(err)
	}
}
