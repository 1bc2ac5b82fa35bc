package server_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/libreoffice/server"
	"proceedings/internal/slides/slidestest"
)

// needUNO skips the test where LibreOffice cannot be kept running.
func needUNO(t testing.TB) {
	t.Helper()
	proctest.Need(t, "soffice", "/usr/bin/python3")
	if _, err := proctest.Runner(t).Run(t.Context(), proc.Command{Path: "/usr/bin/python3", Args: []string{"-I", "-c", "import uno"}}); err != nil {
		proctest.Missing(t, "python3-uno is not installed: %v", err)
	}
}

// newServer is a server in a folder that must be empty after the test.
func newServer(t *testing.T, r *proc.Runner) (s *server.Server, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = server.New(r, dir)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
		if left := names(t, dir); len(left) > 0 {
			t.Errorf("%q remain in the folder", left)
		}
	})
	return s, dir
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func write(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	pptxFilter = "Impress MS PowerPoint 2007 XML"
	odpFilter  = "impress8"
)

func threeSlides(t testing.TB) []byte {
	t.Helper()
	return slidestest.PPTX(t, []slidestest.PPTXSlide{
		{Shapes: slidestest.Shape("title", "One"), Notes: slidestest.Shape("body", "Hello.")},
		{Attrs: `show="0"`, Shapes: slidestest.Shape("title", "Two")},
		{Shapes: slidestest.Shape("title", "Three")},
	})
}

func manySlides(t testing.TB, n int) []byte {
	t.Helper()
	slides := make([]slidestest.PPTXSlide, n)
	for i := range slides {
		slides[i].Shapes = slidestest.Shape("title", fmt.Sprintf("Slide %d", i+1)) + slidestest.Table([]string{"Item", "EUR"}, []string{"Steel", "12"})
	}
	return slidestest.PPTX(t, slides)
}

func twoPages(t testing.TB) []byte {
	t.Helper()
	return slidestest.ODP(t, []slidestest.ODPSlide{
		{Shapes: slidestest.Frame("title", slidestest.TextBox("One"))},
		{Hidden: true, Shapes: slidestest.Frame("title", slidestest.TextBox("Two"))},
	})
}

// text is what pdftotext reads, page by page.
func text(t testing.TB, path string) []string {
	t.Helper()
	var out strings.Builder
	_, err := proctest.Runner(t).Run(t.Context(), proc.Command{
		Path: "pdftotext", Args: []string{path, "-"}, Read: []string{path}, Stdout: &out,
	})
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(out.String(), "\f")
	for i, p := range pages {
		pages[i] = strings.TrimSpace(p)
	}
	return pages[:len(pages)-1]
}

// TestOneLibreOfficeConvertsDecks also checks that no file of a deck remains.
func TestOneLibreOfficeConvertsDecks(t *testing.T) {
	t.Parallel()
	needUNO(t)
	proctest.Need(t, "pdftotext")

	s, dir := newServer(t, proctest.Runner(t))
	pptx, odp := write(t, threeSlides(t)), write(t, twoPages(t))
	made := t.TempDir()
	var before []string
	for i, tt := range []struct {
		name string
		server.Conversion
		want []string
	}{
		{"a pptx file with its hidden slide and without its notes", server.Conversion{In: pptx, Filter: pptxFilter, Export: "pdf"}, []string{"One", "Two", "Three"}},
		{"a pptx file without its hidden slide", server.Conversion{In: pptx, Filter: pptxFilter, Export: "pdf", OmitHidden: true}, []string{"One", "Three"}},
		{"an odp file with its hidden slide", server.Conversion{In: odp, Filter: odpFilter, Export: "pdf"}, []string{"One", "Two"}},
		{"a file of unknown format", server.Conversion{In: pptx, Export: "pdf"}, []string{"One", "Two", "Three"}},
		{"an odp file into a pptx file", server.Conversion{In: odp, Filter: odpFilter, Export: "pptx"}, nil},
	} {
		tt.Out = filepath.Join(made, fmt.Sprintf("%d.%s", i, tt.Export))
		if err := s.Convert(t.Context(), tt.Conversion); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if tt.want == nil {
			again := server.Conversion{In: tt.Out, Out: filepath.Join(made, "again.pdf"), Filter: pptxFilter, Export: "pdf"}
			if err := s.Convert(t.Context(), again); err != nil {
				t.Fatalf("what was made of %s: %v", tt.name, err)
			}
			tt.Out, tt.want = again.Out, []string{"One", "Two"}
		}
		if got := text(t, tt.Out); strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: its text is %q, want %q", tt.name, got, tt.want)
		}
		folder := names(t, dir)
		if before != nil && strings.Join(folder, " ") != strings.Join(before, " ") {
			t.Errorf("%s: the folder of LibreOffice is %q, was %q; want one for all", tt.name, folder, before)
		}
		before = folder
		if left := names(t, filepath.Join(dir, folder[0])); strings.Contains(strings.Join(left, " "), "deck") {
			t.Errorf("%s: remaining files: %q", tt.name, left)
		}
		if left := names(t, filepath.Join(dir, folder[0], "tmp")); len(left) > 1 {
			t.Errorf("%s: remaining temporary files: %q", tt.name, left)
		}
	}
}

// encryption makes the script encrypt its output.
const encryption = `
from com.sun.star.beans import NamedValue
EXPORTS["pptx"]["EncryptionData"] = uno.Any("[]com.sun.star.beans.NamedValue", (
    NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", "sesame")))
EXPORTS["odp"] = {"FilterName": "impress8", "Password": "sesame"}

if __name__`

// TestRefusals lets LibreOffice itself encrypt the decks.
func TestRefusals(t *testing.T) {
	t.Parallel()
	needUNO(t)

	encrypter, _ := newServer(t, proctest.Runner(t))
	encrypter.UseScript(strings.Replace(encrypter.Script(), "\nif __name__", encryption, 1))
	encrypted := map[string]string{}
	for _, kind := range []string{"pptx", "odp"} {
		encrypted[kind] = filepath.Join(t.TempDir(), "encrypted."+kind)
		if err := encrypter.Convert(t.Context(), server.Conversion{In: write(t, threeSlides(t)), Out: encrypted[kind], Filter: pptxFilter, Export: kind}); err != nil {
			t.Fatal(err)
		}
	}

	damaged := write(t, threeSlides(t)[:900])
	s, _ := newServer(t, proctest.Runner(t))
	for _, tt := range []struct{ name, in, filter, password, want string }{
		{"a pptx file without its password", encrypted["pptx"], pptxFilter, "", "is encrypted and needs a password"},
		{"a pptx file with another password", encrypted["pptx"], pptxFilter, "open", "is encrypted, and the given password is wrong"},
		{"a pptx file with its password", encrypted["pptx"], pptxFilter, "sesame", ""},
		{"an odp file without its password", encrypted["odp"], odpFilter, "", "is encrypted and needs a password"},
		{"an odp file with another password", encrypted["odp"], odpFilter, "open", "is encrypted, and the given password is wrong"},
		{"an odp file with its password", encrypted["odp"], odpFilter, "sesame", ""},
		{"a damaged file", damaged, pptxFilter, "", "is damaged: LibreOffice cannot open it"},
		{"a file with a password that it does not have", write(t, threeSlides(t)), pptxFilter, "sesame", ""},
	} {
		out := filepath.Join(t.TempDir(), "made.pdf")
		err := s.Convert(t.Context(), server.Conversion{In: tt.in, Out: out, Filter: tt.filter, Export: "pdf", Password: tt.password})
		if fault.Reason(err) != tt.want || fault.IsPermanent(err) != (err != nil) {
			t.Errorf("%s: Convert = %v, want the refusal %q", tt.name, err, tt.want)
		}
		if _, statErr := os.Stat(out); (statErr == nil) != (err == nil) {
			t.Errorf("%s: Convert = %v, and its file: %v", tt.name, err, statErr)
		}
	}
}

// TestNoDeckReachesTheNetwork runs without a sandbox, which would block it too.
func TestNoDeckReachesTheNetwork(t *testing.T) {
	t.Parallel()
	needUNO(t)

	var requests atomic.Int32
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	web := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) })}
	go func() { _ = web.Serve(l) }()
	t.Cleanup(func() { _ = web.Close() })
	picture := "http://" + l.Addr().String() + "/picture.png"
	resp, err := http.Get(picture) //nolint:noctx // checks that requests are counted
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()

	s, _ := newServer(t, &proc.Runner{Grace: 5 * time.Second})
	odp := slidestest.ODP(t, []slidestest.ODPSlide{{
		Shapes: slidestest.Frame("", `<draw:image xlink:href="`+picture+`" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>`),
	}})
	pptx := slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: `<p:pic><p:nvPicPr><p:cNvPr id="3" name="P"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:link="rId9"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
			`<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
		Refs: map[string]string{"rId9": "image " + picture},
	}})
	for filter, deck := range map[string][]byte{odpFilter: odp, pptxFilter: pptx} {
		c := server.Conversion{In: write(t, deck), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: filter, Export: "pdf"}
		if err := s.Convert(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests, want only that of the test", n)
	}
}

// TestRefusesADeckOfHiddenSlides: LibreOffice would make a blank page.
func TestRefusesADeckOfHiddenSlides(t *testing.T) {
	t.Parallel()
	needUNO(t)
	s, _ := newServer(t, proctest.Runner(t))
	odp := write(t, slidestest.ODP(t, []slidestest.ODPSlide{{Hidden: true, Shapes: slidestest.Frame("title", slidestest.TextBox("One"))}}))
	c := server.Conversion{In: odp, Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: odpFilter, Export: "pdf", OmitHidden: true}
	if err := s.Convert(t.Context(), c); fault.Reason(err) != "has only hidden slides, which are not published" || !fault.IsPermanent(err) {
		t.Errorf("Convert = %v, want a refusal", err)
	}
}
