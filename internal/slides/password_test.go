package slides_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// lockedPDF is the path of a PDF file of one page that qpdf encrypts with these
// arguments.
func lockedPDF(t *testing.T, encrypt ...string) string {
	t.Helper()
	plain := filepath.Join(t.TempDir(), "plain.pdf")
	page := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>")
	if err := os.WriteFile(plain, page, 0o600); err != nil {
		t.Fatal(err)
	}
	path := plain + ".locked"
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "qpdf", Args: append(encrypt, plain, path)}); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPasswordOpensPDFFile runs poppler on a file that readers need a password
// for. The owner's password is empty, and poppler tries an empty one by itself.
func TestPasswordOpensPDFFile(t *testing.T) {
	t.Parallel()
	c := converter(t)
	path := lockedPDF(t, "--encrypt", "for readers", "", "256", "--allow-insecure", "--")
	for _, password := range []string{"", "for readers"} {
		got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{Password: password}, nil)
		if err != nil || len(got.Slides) == 0 || len(got.Slides[0].Images) == 0 {
			t.Errorf("with the password %q: %d slides, %v", password, len(got.Slides), err)
		}
		got, err = convert(t.Context(), c, path, t.TempDir(), slides.Options{Password: password, Omit: everything()}, nil)
		if err != nil || got.PDF.Name == "" || len(got.Slides[0].Images) == 0 {
			t.Errorf("with the password %q and without private content: PDF file %q, %v", password, got.PDF.Name, err)
		}
	}
}

// TestPasswordForEditingOnly gives the password of another deck: no password is needed to
// read the file.
func TestPasswordForEditingOnly(t *testing.T) {
	t.Parallel()
	needTools(t)
	dir := t.TempDir()
	plain, path := filepath.Join(dir, "plain.pdf"), filepath.Join(dir, "locked.pdf")
	page := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>")
	if err := os.WriteFile(plain, page, 0o600); err != nil {
		t.Fatal(err)
	}
	lock := proc.Command{Path: "qpdf", Args: []string{"--encrypt", "", "for editors", "256", "--", plain, path}}
	if _, err := proctest.Plain().Run(t.Context(), lock); err != nil {
		t.Fatal(err)
	}
	c := converter(t)
	got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{Password: "sesame", Omit: everything()}, nil)
	if err != nil || len(got.Slides) != 1 || len(got.Slides[0].Images) == 0 || got.PDF.Name == "" {
		t.Errorf("%d slides, PDF file %q, warnings %q, %v", len(got.Slides), got.PDF.Name, got.Warnings, err)
	}
}

// TestPublishedPDFNeedsNoPassword: readers have none, and see the pages anyway.
func TestPublishedPDFNeedsNoPassword(t *testing.T) {
	t.Parallel()
	c := converter(t)
	path := lockedPDF(t, "--encrypt", "for readers", "for owners", "256", "--")
	for name, omit := range map[string]slides.Omission{"without private content": everything(), "with all of it": {}} {
		dir := t.TempDir()
		got, err := c.Render(t.Context(), path, dir, slides.Options{Password: "for readers", Omit: omit}, nil)
		if err != nil {
			t.Fatal(err)
		}
		check := proc.Command{Path: "qpdf", Args: []string{"--check", filepath.Join(dir, got.PDF.Name)}}
		if _, err = proctest.Plain().Run(t.Context(), check); err != nil {
			t.Errorf("the published file %s does not open without a password: %v", name, err)
		}
	}
}

// TestNoCommandLineHasThePassword: other users of the machine can read command lines. Poppler
// reads a copy that needs none.
func TestNoCommandLineHasThePassword(t *testing.T) {
	t.Parallel()

	f := working(2)
	for name, run := range f {
		if name == "sh" || name == "soffice" {
			continue
		}
		f[name] = func(c proc.Command) (string, error) {
			if slices.ContainsFunc(c.Args, func(arg string) bool { return strings.Contains(arg, "secret") }) {
				t.Errorf("%s is given %q, with the password", c.Path, c.Args)
			}
			opened := slices.ContainsFunc(c.Args, func(arg string) bool {
				return strings.HasPrefix(filepath.Base(arg), "opened-") || filepath.Base(arg) == "plain.pdf"
			})
			at := slices.IndexFunc(c.Args, func(arg string) bool { return strings.HasPrefix(arg, "--password-file=") })
			switch {
			case at >= 0:
				if data, err := os.ReadFile(strings.TrimPrefix(c.Args[at], "--password-file=")); string(data) != "secret\n" {
					t.Errorf("qpdf's file has the password %q, %v", data, err)
				}
			case opened:
			case c.Path == "pdfinfo":
				return "Command Line Error: Incorrect password", &proc.ExitError{Path: "pdfinfo", Code: 1}
			default:
				t.Errorf("%s is given %q, want a file with the password, or a copy that needs none", c.Path, c.Args)
			}
			return run(c)
		}
	}
	if _, err := convertWith(t, f, []byte("%PDF-1.7\n"), slides.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
}

func TestWrongPasswordIsARefusal(t *testing.T) {
	t.Parallel()

	wrong := working(1).with("pdfinfo", prints("Command Line Error: Incorrect password", &proc.ExitError{Path: "pdfinfo", Code: 1})).
		with("qpdf", prints("locked.pdf: invalid password", &proc.ExitError{Path: "qpdf", Code: 2}))
	_, err := convertWith(t, wrong, []byte("%PDF-1.7\n"), slides.Options{Password: "guess"})
	if want := "is encrypted, and the given password is wrong"; fault.Reason(err) != want {
		t.Errorf("conversion = %v, want the refusal %q", err, want)
	}
}
