package slides_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/meeting"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

func examplePPTX(t *testing.T) []byte {
	t.Helper()
	return slidestest.PPTX(t, []slidestest.PPTXSlide{
		{Shapes: slidestest.Shape("title", "The rail bridge"), Notes: slidestest.Shape("body", "Say hello.")},
		{Attrs: `show="0"`, Shapes: slidestest.Shape("", "Costs") + slidestest.Table([]string{"Item", "EUR"}, []string{"Steel", "12"})},
		{Shapes: slidestest.Shape("", "The end")},
	})
}

func exampleODP(t *testing.T) []byte {
	t.Helper()
	return slidestest.ODP(t, []slidestest.ODPSlide{
		{Shapes: slidestest.Frame("title", slidestest.TextBox("The rail bridge")), Notes: slidestest.Frame("notes", slidestest.TextBox("Say hello."))},
		{Hidden: true, Shapes: slidestest.Frame("title", slidestest.TextBox("Costs"))},
	})
}

// TestConvert runs the real tools on decks of known content, in a sandbox where one
// is available.
func TestConvert(t *testing.T) {
	t.Parallel()
	c := converter(t)

	tests := []struct {
		name   string
		data   []byte
		format slides.Format
		height int
		want   []meeting.Slide
	}{
		{"a pptx file, its hidden slide in place", examplePPTX(t), slides.PPTX, 900, []meeting.Slide{
			{Number: 1, Title: "The rail bridge", Notes: "Say hello.", Language: "en-GB"},
			{Number: 2, Title: "Costs", Body: "Item\tEUR\nSteel\t12", Hidden: true, Language: "en-GB"},
			{Number: 3, Body: "The end", Language: "en-GB"},
		}},
		{"an odp file, its hidden slide in place", exampleODP(t), slides.ODP, 900, []meeting.Slide{
			{Number: 1, Title: "The rail bridge", Notes: "Say hello."},
			{Number: 2, Title: "Costs", Hidden: true},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "with a space")
			if err := os.Mkdir(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			var progress []string
			got, err := convert(t.Context(), c, path, dir, slides.Options{}, func(done, total int) {
				progress = append(progress, fmt.Sprintf("%d/%d", done, total))
			})
			if err != nil {
				t.Fatal(err)
			}
			fromPages := cmpopts.IgnoreFields(meeting.Slide{}, "Images", "Color", "Words", "Blocks", "Master")
			if diff := cmp.Diff(tt.want, got.Slides, fromPages); diff != "" {
				t.Errorf("slides differ (-want +got):\n%s", diff)
			}
			if got.Format != tt.format || len(got.Warnings) > 0 || len(progress) != len(tt.want) {
				t.Errorf("format %q, warnings %q, progress %q, want %q, none, a page each", got.Format, got.Warnings, progress, tt.format)
			}
			checkImages(t, dir, got, tt.height)
			checkPDF(t, c, filepath.Join(dir, got.PDF.Name), tt.want)
		})
	}
}

// checkImages checks the images of each page, and that no other file is left.
func checkImages(t *testing.T, dir string, got whole, height int) {
	t.Helper()
	want := []string{got.PDF.Name}
	for i, s := range got.Slides {
		want = append(want, fmt.Sprintf("words/%04d.json", i+1))
		var images []meeting.Image
		for _, width := range []int{1600, 320} {
			for _, kind := range [][2]string{{"webp", "image/webp"}, {"jpg", "image/jpeg"}} {
				name := fmt.Sprintf("slides/%04d-%d.%s", i+1, width, kind[0])
				want = append(want, name)
				images = append(images, meeting.Image{
					Object: meeting.Object{Name: name, Type: kind[1]}, Width: width, Height: height * width / 1600,
				})
			}
		}
		if diff := cmp.Diff(images, s.Images); diff != "" {
			t.Errorf("images of slide %d differ (-want +got):\n%s", i+1, diff)
		}
	}
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(dir, path)
			found = append(found, name)
		}
		return err
	})
	slices.Sort(found)
	slices.Sort(want)
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Errorf("%v; files differ (-want +got):\n%s", err, diff)
	}
	for _, tool := range []string{"libreoffice", "poppler", "webp"} {
		if !strings.Contains(got.Tools[tool], ".") {
			t.Errorf("the version of %s is %q", tool, got.Tools[tool])
		}
	}
}

// checkPDF converts the PDF file that was made: its pages have the text of the
// slides.
func checkPDF(t *testing.T, c *slides.Converter, path string, want []meeting.Slide) {
	t.Helper()
	got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Format != slides.PDF || got.Tools["libreoffice"] != "" || len(got.Slides) != len(want) {
		t.Fatalf("format %q, tools %v, %d slides, want PDF, without LibreOffice, %d", got.Format, got.Tools, len(got.Slides), len(want))
	}
	for i, s := range got.Slides {
		all := s.Title + "\n" + s.Body
		for word := range strings.FieldsSeq(want[i].Title + " " + want[i].Body) {
			if !strings.Contains(all, word) {
				t.Errorf("the text of page %d is %q, want the word %q in it", i+1, all, word)
			}
		}
	}
	if got.Slides[0].Title != want[0].Title {
		t.Errorf("the title of page 1 is %q, want %q", got.Slides[0].Title, want[0].Title)
	}
}
