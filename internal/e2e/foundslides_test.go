package e2e_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"proceedings/internal/manifest"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// drawnPage is a slide with a title and lines of text, or an image. Without either, it is black.
type drawnPage struct {
	title string
	lines []string
	image string // path of a PNG file
}

func drawnPages() []drawnPage {
	return []drawnPage{
		{},
		{title: "Harbour seals in winter", lines: []string{"Where they rest", "What they eat", "Who counts them"}},
		{title: "Counting from the air", lines: []string{"Two flights a month", "Cameras with heat sensors", "Weather permitting"}},
		{title: "Results since 1998", lines: []string{"From few animals to many", "Most growth near the islands"}},
		{title: "What disturbs them", lines: []string{"Boats and drones", "Noise under water", "Plastic nets", "Storms"}},
		{title: "Rules for visitors", lines: []string{"Keep 200 metres away", "No dogs on the beach"}},
		{title: "Thank you for listening", lines: []string{"Questions are welcome"}},
	}
}

// TestFoundSlides publishes a recording of a screen without a deck: its slides become one.
func TestFoundSlides(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "soffice", "tesseract")
	dir := t.TempDir()
	shown := []struct {
		slide int // 0 for black
		until float64
	}{{1, 60}, {2, 82}, {0, 88}, {3, 110.5}, {4, 170}, {2, 180}, {5, 202}, {6, 225}}
	filmPages(t, dir, "talk.mp4", drawnPages(), func(each func(page int, seconds float64)) {
		last := 0.0
		for _, s := range shown {
			each(s.slide, s.until-last)
			last = s.until
		}
	})
	data := filepath.Join(t.TempDir(), "data")
	publish := func() manifest.Manifest {
		t.Helper()
		var sum struct{ State, Manifest string }
		lastJSON(t, ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "talk", dir), &sum)
		if sum.State != "published" {
			t.Fatalf("the summary is %+v", sum)
		}
		return manifestIn(t, data, "talk")
	}
	m := publish()
	if len(m.Decks) != 1 || len(m.Presentations) != 0 {
		t.Fatalf("decks are %+v, presentations %+v; not aligned since it %q", m.Decks, m.Presentations, m.Recordings[0].NotAligned)
	}
	d := m.Decks[0]
	if d.ID != "talk-slides" || d.Reconstructed != "talk" || d.Source != "" || d.Title != "Slides found in the recording" || len(d.Slides) != 6 {
		t.Fatalf("the deck is %+v", d)
	}
	i, last := 0, 0.0
	times := m.Recordings[0].SlideTimes
	for _, s := range shown {
		if s.slide > 0 {
			if i >= len(times) {
				t.Fatalf("slide times are %+v", times)
			}
			if got := times[i]; got.Slide != s.slide || got.Deck != d.ID || math.Abs(got.Start-last) > 0.5 || math.Abs(got.End-s.until) > 0.5 {
				t.Errorf("slide %d from %g to %g s is %+v", s.slide, last, s.until, got)
			}
			i++
		}
		last = s.until
	}
	if i != len(times) {
		t.Errorf("slide times are %+v", times)
	}
	for i, s := range d.Slides {
		page := drawnPages()[i+1]
		if s.Title != page.title || !s.OCR || !strings.Contains(s.Body, page.lines[0]) {
			t.Errorf("slide %d has title %q and text %q, want %q and %q", i+1, s.Title, s.Body, page.title, page.lines)
		}
		if len(s.Images) != 4 || s.Images[0].Width < 1200 || s.Picture.URL == "" {
			t.Errorf("images of slide %d are %+v", i+1, s.Images)
		}
	}
	var chapters []string
	for _, c := range m.Recordings[0].Chapters {
		chapters = append(chapters, c.Title)
	}
	if got := strings.Join(chapters, ", "); got != "Harbour seals in winter, Counting from the air, Results since 1998, What disturbs them, Rules for visitors, Thank you for listening" {
		t.Errorf("chapters are %s", got)
	}
	pdf := filepath.Join(data, "s3", "data", "proceedings", "public", "meetings", "talk", filepath.FromSlash(d.PDF.URL))
	var info strings.Builder
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "pdfinfo", Args: []string{pdf}, Stdout: &info}); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`Pages:\s+6\n`).MatchString(info.String()) {
		t.Errorf("the PDF file is\n%s", info.String())
	}
	base := serve(t, nil, "--data", data)
	verifyPublished(t, base, "talk")

	table := ingest(t, nil, 0, "align", "--data", data, "talk", "--set", "talk-slides:5=2:40")
	for _, want := range []string{"talk-slides", "2:40", " *", "Rules for visitors", "(no slide)"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	writeFile(t, dir, "meeting.yaml", "description: Seals\n")
	if m = publish(); len(m.Decks) != 1 || !strings.Contains(fmt.Sprint(m.Recordings[0].SlideTimes), " true}") {
		t.Errorf("a new description drops the correction: %+v", m.Recordings[0].SlideTimes)
	}
	ingest(t, nil, 0, "align", "--data", data, "talk", "--off")
	if m = manifestIn(t, data, "talk"); len(m.Decks) != 0 || len(m.Recordings[0].SlideTimes) != 0 || len(m.Recordings[0].Chapters) != 0 {
		t.Errorf("switched off, decks are %+v", m.Decks)
	}
	ingest(t, nil, 0, "align", "--data", data, "talk", "--auto")
	if m = manifestIn(t, data, "talk"); len(m.Decks) != 1 {
		t.Error("switched on again, there is no deck")
	}
	writeFile(t, dir, "meeting.yaml", "findSlides: false\n")
	if m = publish(); len(m.Decks) != 0 || len(m.Recordings[0].SlideTimes) != 0 || m.Recordings[0].NotAligned != "" {
		t.Errorf("with findSlides: false, decks are %+v", m.Decks)
	}
	writeFile(t, dir, "meeting.yaml", "")
	deck, err := os.ReadFile(filepath.Join(example(t), "meadow.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "meadow.pdf", string(deck))
	if m = publish(); len(m.Decks) != 1 || m.Decks[0].ID != "meadow" || m.Recordings[0].NotAligned == "" {
		t.Errorf("with a deck, decks are %+v", m.Decks)
	}
}

// TestNoSlidesInAFilm publishes films without slides. No deck is made of them.
func TestNoSlidesInAFilm(t *testing.T) {
	t.Parallel()
	needTools(t)
	for name, source := range map[string]string{
		"moving": "testsrc2=s=640x360:r=25:d=20",
		"still":  "smptebars=s=640x360:r=25:d=20",
		"noise":  "nullsrc=s=640x360:r=25:d=20,geq=lum='128+60*sin(X/40+T)+random(1)*30':cb=128:cr=128",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append([]string{"-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}, proctest.Cheap()...)
			if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "ffmpeg", Args: append(args, filepath.Join(dir, "film.mp4"))}); err != nil {
				t.Fatal(err)
			}
			data := filepath.Join(t.TempDir(), "data")
			ingest(t, nil, 0, "run", "--json", "--data", data, "--id", "film", dir)
			m := manifestIn(t, data, "film")
			if m.State != manifest.Published || len(m.Decks) != 0 || len(m.Warnings) != 0 || m.Recordings[0].NotAligned == "" {
				t.Errorf("published %s with decks %+v and warnings %q; not aligned since it %q", m.State, m.Decks, m.Warnings, m.Recordings[0].NotAligned)
			}
		})
	}
}

// manifestIn reads a manifest of a data folder.
func manifestIn(t *testing.T, data, id string) (m manifest.Manifest) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "s3", "data", "proceedings", "public", "meetings", id, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// filmPages makes a recording of drawn pages, with ten frames a second and a tone.
func filmPages(t *testing.T, dir, name string, pages []drawnPage, show func(each func(page int, seconds float64))) {
	t.Helper()
	work := t.TempDir()
	for i, p := range pages {
		file := fmt.Sprintf("page-%d.png", i)
		if p.image != "" {
			writeFile(t, work, file, string(readFile(t, p.image)))
			continue
		}
		drawPage(t, filepath.Join(work, file), p)
	}
	var list strings.Builder
	last, total := 0, 0.0
	show(func(page int, seconds float64) {
		fmt.Fprintf(&list, "file page-%d.png\nduration %s\n", page, formatSeconds(seconds))
		last, total = page, total+seconds
	})
	fmt.Fprintf(&list, "file page-%d.png\n", last)
	writeFile(t, work, "list.txt", list.String())
	args := append([]string{
		"-v", "error", "-f", "concat", "-i", "list.txt", "-f", "lavfi", "-i", "sine=f=330:d=" + formatSeconds(total), "-vf", "fps=10,format=yuv420p",
		"-t", formatSeconds(total), "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
	}, proctest.Cheap()...)
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "ffmpeg", Args: append(args, filepath.Join(dir, name)), Dir: work}); err != nil {
		t.Fatal(err)
	}
}

// drawPage draws a page of 1280 by 720 pixels.
func drawPage(t *testing.T, path string, p drawnPage) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	ground, ink := image.NewUniform(color.RGBA{250, 250, 244, 255}), image.NewUniform(color.RGBA{20, 30, 60, 255})
	if p.title == "" {
		ground = image.Black
	}
	draw.Draw(img, img.Bounds(), ground, image.Point{}, draw.Src)
	write := func(ttf []byte, size float64, x, y int, text string) {
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			t.Fatal(err)
		}
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		d := font.Drawer{Dst: img, Src: ink, Face: face, Dot: fixed.P(x, y)}
		d.DrawString(text)
	}
	if p.title != "" {
		draw.Draw(img, image.Rect(0, 150, 1280, 156), image.NewUniform(color.RGBA{40, 110, 160, 255}), image.Point{}, draw.Src)
		write(gobold.TTF, 60, 70, 120, p.title)
	}
	for i, line := range p.lines {
		write(goregular.TTF, 40, 110, 250+100*i, line)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err = png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
	if err = file.Close(); err != nil {
		t.Fatal(err)
	}
}
