package probe_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

func TestPDFWithMorePagesThanADeckMayHave(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const wide, high = "Page size: 960 x 540 pts\n", "Page size: 595 x 842 pts\n"
	for _, tt := range []struct {
		name, out string
		asked     meeting.Role
		role      meeting.Role
		reason    string
		warnings  []string
	}{
		{"a deck of the largest size", "Pages: 2000\n" + wide, "", meeting.Deck, "", nil},
		{
			"a larger one is a document", "Pages: 10000\n" + wide, "", meeting.Document, "",
			[]string{"has 10000 pages, and a deck has at most 2000: it is offered as a document, without images of its pages"},
		},
		{"a long report", "Pages: 10000\n" + high, "", meeting.Document, "", nil},
		{"named as a document", "Pages: 10000\n" + wide, meeting.Document, meeting.Document, "", nil},
		{
			"named as a deck", "Pages: 10000\n" + wide, meeting.Deck, "",
			"has 10000 pages, and a deck has at most 2000; split it, or give it role: document in meeting.yaml", nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := (&probe.Prober{Runner: pdfinfo{out: tt.out}}).File(t.Context(), path, tt.asked)
			if tt.reason != "" {
				if fault.Reason(err) != tt.reason {
					t.Errorf("err = %v, want %q", err, tt.reason)
				}
				return
			}
			if got := probe.Warnings(found, tt.asked); err != nil || found.Role != tt.role || !slices.Equal(got, tt.warnings) {
				t.Errorf("role %s, warnings %q, %v, want %s and %q", found.Role, got, err, tt.role, tt.warnings)
			}
		})
	}
}

// TestPDFPasswords runs pdfinfo on files that need a password to read them, or only to
// edit them.
func TestPDFPasswords(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdfinfo")

	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.pdf")
	page := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>")
	if err := os.WriteFile(plain, page, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := func(reader, owner string) string {
		path := filepath.Join(dir, "locked-"+reader+owner+".pdf")
		c := proc.Command{Path: "qpdf", Args: []string{"--encrypt", reader, owner, "256", "--allow-insecure", "--", plain, path}}
		if _, err := proctest.Plain().Run(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const needed, wrong = "is encrypted and needs a password", "is encrypted, and the given password is wrong"
	p := &probe.Prober{Runner: discreet{proctest.Runner(t), t}}
	for _, tt := range []struct {
		name, reader, owner, given, reason string
	}{
		{"for editing, none given", "", "editor", "", ""},
		{"for editing, given", "", "editor", "editor", ""},
		{"for editing, another given", "", "editor", "sesame", ""},
		{"for reading, none given", "reader", "editor", "", needed},
		{"for reading, given", "reader", "editor", "reader", ""},
		{"for reading, the one for editing given", "reader", "editor", "editor", ""},
		{"for reading, another given", "reader", "editor", "sesame", wrong},
	} {
		found, err := p.Locked(t.Context(), locked(tt.reader, tt.owner), "", tt.given)
		if fault.Reason(err) != tt.reason || tt.reason == "" && (err != nil || found.Role != meeting.Deck) {
			t.Errorf("%s: role %q, %v, want the refusal %q", tt.name, found.Role, err, tt.reason)
		}
	}
}

// discreet fails the test if a command line has a password: other users of the machine can
// read it.
type discreet struct {
	*proc.Runner

	t *testing.T
}

func (d discreet) Run(ctx context.Context, c proc.Command) (string, error) {
	for _, password := range []string{"editor", "sesame", "reader"} {
		if slices.Contains(c.Args, password) {
			d.t.Errorf("%s is given %q", c.Path, c.Args)
		}
	}
	return d.Runner.Run(ctx, c)
}
