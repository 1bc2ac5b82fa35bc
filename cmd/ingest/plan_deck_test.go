package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

func TestPlanOfDecks(t *testing.T) {
	t.Parallel()

	agile, _ := slidestest.AgilePPTX()
	slide := func(attrs string) slidestest.PPTXSlide {
		return slidestest.PPTXSlide{Attrs: attrs, Shapes: slidestest.Shape("title", "T"), Notes: slidestest.Shape("body", "Say hello")}
	}
	for _, tt := range []struct {
		name, file string
		data       []byte
		sheet      string
		want       string // in the output
		exit       bool   // with an error
	}{
		{"a flat deck's notes are counted", "a.fodp", slidestest.FODPOf(meeting.DeckText{Slides: []meeting.Slide{{Title: "T", Notes: "Say hello"}}}), "", "withheld: a.fodp: speaker notes of 1 slide. To publish them, add notes", false},
		{
			"a binary deck is not read", "a.ppt", slidestest.PPT(slidestest.CurrentUser), "",
			"withheld: a.ppt: speaker notes, hidden slides and comments, if it has any. They are counted when the deck is published", false,
		},
		{"an encrypted binary deck", "a.ppt", slidestest.PPT(slidestest.CurrentUserEncrypted), "", "a.ppt  refused  is encrypted and needs a password", true},
		{"an encrypted binary deck with a password", "a.ppt", slidestest.PPT(slidestest.CurrentUserEncrypted), "password: sesame\n", "a.ppt  refused  is encrypted in a way that LibreOffice does not open; open it in PowerPoint", true},
		{"an encrypted deck with its password", "a.pptx", agile, "password: sesame\n", "a.pptx  deck  PDF, page images", false},
		{"an encrypted deck with another password", "a.pptx", agile, "password: guess\n", "a.pptx  refused  is encrypted, and the given password is wrong", true},
		{"a deck with an unknown encryption", "a.pptx", slidestest.EncryptedPPTX(), "password: sesame\n", "warning: a.pptx is encrypted: whether the password opens it shows when it is published", false},
		{"a deck with only hidden slides", "a.pptx", slidestest.PPTX(t, []slidestest.PPTXSlide{slide(`show="0"`)}), "", "warning: a.pptx has only hidden slides, which are not published", false},
		{
			"damaged slides", "a.pptx", slidestest.PPTX(t, []slidestest.PPTXSlide{slide(""), {Shapes: "<p:sp>"}}), "",
			"warning: a.pptx is damaged in part: no text of slide 2 (ppt/slides/slide98.xml is not valid XML (line 2))", false,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, data := range map[string][]byte{tt.file: tt.data, "meeting.yaml": []byte("title: x\n" + tt.sheet)} {
				if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, _, err := ingest(t.Context(), "plan", dir)
			if (err != nil) != tt.exit || !strings.Contains(out, tt.want) {
				t.Errorf("%v, %q is not in\n%s", err, tt.want, out)
			}
		})
	}
}

// TestPlanUsesPasswords plans a PDF file that needs the password in meeting.yaml.
func TestPlanUsesPasswords(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdfinfo", "pdftotext")

	dir, plain := t.TempDir(), filepath.Join(t.TempDir(), "plain.pdf")
	page := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>")
	if err := os.WriteFile(plain, page, 0o600); err != nil {
		t.Fatal(err)
	}
	lock := proc.Command{Path: "qpdf", Args: []string{"--encrypt", "sesame", "owner", "256", "--", plain, filepath.Join(dir, "a.pdf")}}
	if _, err := proctest.Plain().Run(t.Context(), lock); err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string]string{
		"title: x\n":                   "a.pdf  refused  is encrypted and needs a password",
		"title: x\npassword: guess\n":  "a.pdf  refused  is encrypted, and the given password is wrong",
		"title: x\npassword: sesame\n": "a.pdf  deck  PDF, page images",
	} {
		if err := os.WriteFile(filepath.Join(dir, "meeting.yaml"), []byte(sheet), 0o600); err != nil {
			t.Fatal(err)
		}
		out, _, err := ingest(t.Context(), "plan", dir)
		if (err != nil) != strings.Contains(want, "refused") || !strings.Contains(out, want) {
			t.Errorf("%q: %v, %q is not in\n%s", sheet, err, want, out)
		}
	}
}
