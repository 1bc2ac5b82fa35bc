package pdfium_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"proceedings/internal/pdfium"
	"proceedings/internal/pdfium/child"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// page is a page with a line in its upper left and a red field in its lower
// right corner, turned by so many degrees, of a file damaged as replacements say.
func page(t *testing.T, turn int, damage ...string) string {
	t.Helper()
	const content = "BT /F 40 Tf 72 333 Td (Deep & water) Tj ET 1 0 0 rg 620 5 95 95 re f"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 720 405]/Resources<</Font<</F 4 0 R>>>>>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Rotate %d>>", turn),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Title(Of water\n)>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, 0, len(objects))
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, []byte(strings.NewReplacer(damage...).Replace(b.String())), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPDFium has one reader for all, for it takes seconds to make.
func TestPDFium(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := pdfium.New(proctest.Runner(t), self, filepath.Join(t.TempDir(), "code"))
	t.Run("files that poppler gives up", func(t *testing.T) {
		t.Parallel()
		testGivenUp(t, r)
	})
	t.Run("turned pages", func(t *testing.T) {
		t.Parallel()
		testTurned(t, r)
	})
	t.Run("the left half of a page", func(t *testing.T) {
		t.Parallel()
		testLeftHalf(t, r, page(t, 0))
	})
	t.Run("files that nobody opens", func(t *testing.T) {
		t.Parallel()
		testUnopened(t, r)
	})
}

// testGivenUp opens what poppler does not: words are found where they are, and
// pages painted.
func testGivenUp(t *testing.T, r *pdfium.Reader) {
	t.Helper()
	proctest.Need(t, "pdfinfo")
	runner := proctest.Runner(t)

	for name, damage := range map[string][]string{
		"the number of pages is missing":      {"/Count 1", "/CounT 1"},
		"there are no pages, it says":         {"/Count 1", "/Count 0"},
		"there are two billion":               {"/Count 1", "/Count 2000000000"},
		"objects have another number's twin":  {" 0 obj", " 1 obj"},
		"a page stands where its number does": {"[3 0 R]", "[<</Type/Page/Parent 2 0 R/Contents 5 0 R>>]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, dir := page(t, 0, damage...), t.TempDir()
			var first strings.Builder
			_, err := runner.Run(t.Context(), proc.Command{Path: "pdfinfo", Args: []string{"-f", "1", "-l", "9", path}, Stdout: &first, Read: []string{path}})
			if err == nil && !strings.Contains(first.String(), "size:  0 x 0") {
				t.Errorf("poppler opens it: %q", first.String())
			}
			var said bytes.Buffer
			if err := r.Run(t.Context(), pdfium.Job{Do: pdfium.Info, File: path, Stdout: &said}); err != nil {
				t.Fatal(err)
			}
			want := "Pages: 1\nPage size: 720 x 405 pts\nPage 1 size: 720 x 405 pts\n"
			if got := said.String(); got != "Title: Of water\n"+want {
				t.Errorf("it says %q of the file, want its title and %q", got, want)
			}
			checkWords(t, words(t, r, path, dir), [4]float64{72, 34, 315, 86})
			checkPage(t, r, path, dir, 800, 450, 780, 430)
		})
	}
}

// testTurned holds words and pictures to one way up.
func testTurned(t *testing.T, r *pdfium.Reader) {
	t.Helper()
	path, dir := page(t, 90), t.TempDir()
	checkWords(t, words(t, r, path, dir), [4]float64{322, 72, 372, 315})
	checkPage(t, r, path, dir, 405, 720, 20, 700)
}

func words(t *testing.T, r *pdfium.Reader, path, dir string) string {
	t.Helper()
	out := filepath.Join(dir, "layout.html")
	if err := r.Run(t.Context(), pdfium.Job{Do: pdfium.Text, File: path, First: 1, Last: 9, Out: out, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	layout, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(layout)
}

// checkWords wants the three words of the page within a box.
func checkWords(t *testing.T, layout string, within [4]float64) {
	t.Helper()
	var texts []string
	for _, m := range regexp.MustCompile(`<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>`).FindAllStringSubmatch(layout, -1) {
		var box [4]float64
		if _, err := fmt.Sscan(strings.Join(m[1:5], " "), &box[0], &box[1], &box[2], &box[3]); err != nil {
			t.Fatal(err)
		}
		const slack = 2
		if box[0] < within[0]-slack || box[1] < within[1]-slack || box[2] > within[2]+slack || box[3] > within[3]+slack || box[2]-box[0] < 10 || box[3]-box[1] < 10 {
			t.Errorf("%s is at %v, want it within %v", m[5], box, within)
		}
		texts = append(texts, m[5])
	}
	if !slices.Equal(texts, []string{"Deep", "&amp;", "water"}) {
		t.Errorf("the words are %q in\n%s", texts, layout)
	}
}

// checkPage paints the page and wants it white, red at a point.
func checkPage(t *testing.T, r *pdfium.Reader, path, dir string, width, height, redX, redY int) {
	t.Helper()
	err := r.Run(t.Context(), pdfium.Job{
		Do: pdfium.Paint, File: path, First: 1, Last: 1, Width: width, Height: height, Out: filepath.Join(dir, "page"), Dir: dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "page-0001.tif"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	painted, err := tiff.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if b := painted.Bounds(); b.Dx() != width || b.Dy() != height {
		t.Fatalf("it painted %v, want %d×%d", b, width, height)
	}
	for at, want := range map[[2]int]color.RGBA{{redX, redY}: {255, 0, 0, 255}, {2, 2}: {255, 255, 255, 255}} {
		if got := color.RGBAModel.Convert(painted.At(at[0], at[1])); got != want {
			t.Errorf("the point at %v is %v, want %v", at, got, want)
		}
	}
}

// testLeftHalf renders the left half of a page, as large as the whole would be on a
// canvas of twice the width.
func testLeftHalf(t *testing.T, r *pdfium.Reader, path string) {
	t.Helper()
	rendered := func(width, whole int) image.Image {
		dir := t.TempDir()
		err := r.Run(t.Context(), pdfium.Job{
			Do: pdfium.Paint, File: path, First: 1, Last: 1, Width: width, Height: 90, Whole: whole, Out: filepath.Join(dir, "page"), Dir: dir,
		})
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(dir, "page-0001.tif"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() //nolint:errcheck // only read
		made, err := tiff.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	whole, half := rendered(160, 0), rendered(80, 160)
	if half.Bounds().Dx() != 80 {
		t.Fatalf("the half is %v", half.Bounds())
	}
	for x := range 80 {
		for y := range 90 {
			if whole.At(x, y) != half.At(x, y) {
				t.Fatalf("the point %d, %d is %v, on the whole page %v", x, y, half.At(x, y), whole.At(x, y))
			}
		}
	}
}

// testUnopened ends with an exit code, and with words.
func testUnopened(t *testing.T, r *pdfium.Reader) {
	t.Helper()
	for name, path := range map[string]string{
		"the beginning is missing, which poppler does without": page(t, 0, "%PDF-1.7\n", ""),
		"the end is missing":                 page(t, 0, "trailer", ""),
		"a page is none, but a list of some": page(t, 0, "/Type/Page/", "/Type/Pages/"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			err := r.Run(t.Context(), pdfium.Job{Do: pdfium.Paint, File: path, First: 1, Last: 1, Width: 80, Height: 45, Out: filepath.Join(dir, "page"), Dir: dir})
			exit := (*proc.ExitError)(nil)
			if made, globErr := filepath.Glob(filepath.Join(dir, "*")); len(made) > 0 || globErr != nil {
				t.Errorf("it made %q (%v), want nothing", made, globErr)
			}
			if name != "a page is none, but a list of some" && (!errors.As(err, &exit) || exit.Code != 1 || !strings.Contains(exit.Stderr, "cannot read it")) {
				t.Errorf("it ended with %v, want the exit code 1", err)
			}
		})
	}
}

// runs is a runner that does nothing but remember.
type runs struct{ commands []proc.Command }

func (r *runs) Run(_ context.Context, c proc.Command) (string, error) {
	r.commands = append(r.commands, c)
	return "", nil
}

// TestChildRunsInTheSandbox looks at how it is started: limited, with a password that
// nobody can see, and unable to change the code that the next one runs.
func TestChildRunsInTheSandbox(t *testing.T) {
	t.Parallel()
	var seen runs
	cache := filepath.Join(t.TempDir(), "code")
	r := pdfium.New(&seen, "program", cache)
	for range 2 {
		if err := r.Run(t.Context(), pdfium.Job{Do: pdfium.Text, File: "/f", Password: "xyzzy", Dir: "/d"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen.commands) != 3 || seen.commands[0].Args[1] != pdfium.Compile {
		t.Fatalf("ran %+v, want it compiled once, then two jobs", seen.commands)
	}
	for i, c := range seen.commands {
		if c.CPU <= 0 || c.Memory <= 0 || strings.Contains(strings.Join(append(c.Args, c.Env...), " "), "xyzzy") {
			t.Errorf("run %d is %+v, want limits, and no word of the password", i, c)
		}
		if i > 0 && (!slices.Equal(c.Read, []string{"/f", cache}) || !slices.Equal(c.Write, []string{"/d"}) || c.FileSize <= 0) {
			t.Errorf("run %d is %+v, want the file and the code to read, its folder to write", i, c)
		}
	}
}

// TestReleaseMatchesTheModule whose version results tell.
func TestReleaseMatchesTheModule(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if want := "github.com/klippa-app/go-pdfium v" + child.Release + "\n"; err != nil || !strings.Contains(string(mod), want) {
		t.Errorf("go.mod (%v) does not have %q: set child.Release to its version", err, want)
	}
}
