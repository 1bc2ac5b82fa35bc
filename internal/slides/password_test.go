package slides_test

import (
	"path/filepath"
	"slices"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// TestPasswordOpensPDFFile runs poppler on an encrypted file. A file that an empty
// password opens can be read with any password.
func TestPasswordOpensPDFFile(t *testing.T) {
	t.Parallel()
	needTools(t)
	path := filepath.Join(proctest.Corpus(t), "decks", "r6-user-password.pdf")
	c := slides.New(proctest.Runner(t), "")
	t.Cleanup(func() { _ = c.Close() }) // stops LibreOffice
	for _, password := range []string{"", "asdfzxcv"} {
		got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{Password: password}, nil)
		if err != nil || len(got.Slides) == 0 || len(got.Slides[0].Images) == 0 {
			t.Errorf("with the password %q: %d slides, %v", password, len(got.Slides), err)
		}
	}
}

func TestEveryToolGetsThePassword(t *testing.T) {
	t.Parallel()

	f := working(2)
	for name, run := range f {
		if name == "cwebp" || name == "soffice" {
			continue
		}
		f[name] = func(c proc.Command) (string, error) {
			if !slices.Contains(c.Args, "-upw") || after(c, "-upw") != "secret" || after(c, "-opw") != "secret" {
				t.Errorf("%s is given %q, want both kinds of password", c.Path, c.Args)
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

	wrong := working(1).with("pdfinfo", prints("Command Line Error: Incorrect password", &proc.ExitError{Path: "pdfinfo", Code: 1}))
	_, err := convertWith(t, wrong, []byte("%PDF-1.7\n"), slides.Options{Password: "guess"})
	if want := "is encrypted, and the given password is wrong"; fault.Reason(err) != want {
		t.Errorf("conversion = %v, want the refusal %q", err, want)
	}
}
