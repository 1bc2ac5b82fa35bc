package slides

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

const (
	pictureDir = "slides"
	webpCPU    = 120 * time.Second
)

// pages paints every page, a batch at a time: so much fits on any disk, and
// what is in memory does not grow with the deck.
func (j *job) pages(ctx context.Context, sizes []size, progress func(done, total int)) ([]meeting.Page, error) {
	for _, name := range []string{pictureDir, wordsDir} {
		if err := os.MkdirAll(filepath.Join(j.dir, name), 0o750); err != nil {
			return nil, fmt.Errorf("make the folder of pages: %w", err)
		}
	}
	pages := make([]meeting.Page, len(sizes))
	if err := j.words(ctx, sizes, pages); err != nil {
		return nil, err
	}
	for _, b := range batches(sizes) {
		painted, err := j.paint(ctx, b)
		if err != nil {
			return nil, err
		}
		for i, tiff := range painted {
			number := b.first + i
			page := &pages[number-1]
			if page.Images, page.Color, err = j.picture(ctx, tiff, number, b.canvas); err != nil {
				return nil, fmt.Errorf("encode page %d: %w", number, err)
			}
			if progress != nil {
				progress(number, len(sizes))
			}
		}
		if err := os.RemoveAll(filepath.Dir(painted[0])); err != nil {
			return nil, fmt.Errorf("clear painted pages: %w", err)
		}
	}
	return pages, nil
}

// paint makes a TIFF file of each page of the batch: it costs no more than
// JPEG, and letters keep their edges.
func (j *job) paint(ctx context.Context, b batch) ([]string, error) {
	out := filepath.Join(j.work, "painted")
	painted, err := []string(nil), unopened()
	if !j.onlySecond {
		painted, err = b.painted(out, func() error { return j.firstPaint(ctx, b, out) })
	}
	if err != nil {
		failed := err
		painted, err = b.painted(out, func() error { return j.askPaint(ctx, failed, b, out) })
	}
	if err != nil {
		return nil, fmt.Errorf("paint pages %d to %d: %w", b.first, b.last, err)
	}
	return painted, nil
}

// painted are the files that are made in the folder out: one of each page.
func (b batch) painted(out string, run func() error) ([]string, error) {
	if err := os.RemoveAll(out); err != nil { // half of it may have been made before
		return nil, fmt.Errorf("clear the folder for painted pages: %w", err)
	}
	if err := os.Mkdir(out, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for painted pages: %w", err)
	}
	if err := run(); err != nil {
		return nil, err
	}
	// Numbers in the names are padded to one width, so they sort.
	painted, err := filepath.Glob(filepath.Join(out, "page-*.tif"))
	if err != nil {
		return nil, fmt.Errorf("look for painted pages: %w", err)
	}
	if want := b.last - b.first + 1; len(painted) != want {
		return nil, fmt.Errorf("%w: %d of %d were made", errIncomplete, len(painted), want)
	}
	return painted, nil
}

func (j *job) firstPaint(ctx context.Context, b batch, out string) error {
	_, err := j.runner.Run(ctx, j.poppler("pdftocairo", []string{
		"-tiff", "-cropbox", "-f", strconv.Itoa(b.first), "-l", strconv.Itoa(b.last),
		"-scale-to-x", strconv.Itoa(b.canvas.width), "-scale-to-y", strconv.Itoa(b.canvas.height),
		"-x", "0", "-y", "0", "-W", strconv.Itoa(b.canvas.width), "-H", strconv.Itoa(b.canvas.height), // rounding may add a pixel
		j.pdf, filepath.Join(out, "page"),
	}))
	return err
}

// picture makes the pictures of one page, widest first, and tells its colour.
// JPEG is for readers who know no WebP. It is made here, of the points that the
// small picture is made of anyway: a third of what painting the page again
// costs.
func (j *job) picture(ctx context.Context, tiff string, number int, full canvas) ([]meeting.Image, string, error) {
	large, err := readTIFF(tiff, full)
	if err != nil {
		return nil, "", err
	}
	narrow := full.within(widths()[1])
	small := shrink(large, narrow)
	source := filepath.Join(j.work, "small.ppm")
	if err = writePPM(source, small); err != nil {
		return nil, "", err
	}
	var images []meeting.Image
	for _, p := range []struct {
		source string
		pixels pixels
		width  int
		canvas canvas
	}{{tiff, large, widths()[0], full}, {source, small, widths()[1], narrow}} {
		base := fmt.Sprintf("%s/%04d-%d", pictureDir, number, p.width)
		if err := j.webp(ctx, p.source, base+".webp", p.canvas); err != nil {
			return nil, "", err
		}
		if err := writeJPEG(filepath.Join(j.dir, filepath.FromSlash(base+".jpg")), p.pixels); err != nil {
			return nil, "", err
		}
		images = append(images,
			meeting.Image{Object: meeting.Object{Name: base + ".webp", Type: "image/webp"}, Width: p.canvas.width, Height: p.canvas.height},
			meeting.Image{Object: meeting.Object{Name: base + ".jpg", Type: "image/jpeg"}, Width: p.canvas.width, Height: p.canvas.height},
		)
	}
	return images, colour(small), nil
}

// webp encodes a picture. Method 2 takes half of the time of the usual one for
// 5 % more bytes; with method 1, a tenth less time costs 18 %.
func (j *job) webp(ctx context.Context, source, name string, c canvas) error {
	path := filepath.Join(j.dir, filepath.FromSlash(name))
	_, err := j.runner.Run(ctx, proc.Command{
		Path: "cwebp", Args: []string{"-quiet", "-q", "80", "-m", "2", "-o", path, "--", source},
		Dir: j.work, Read: []string{source}, Write: []string{j.work, filepath.Dir(path)}, CPU: webpCPU,
	})
	if err != nil {
		return fmt.Errorf("make %s: %w", name, err)
	}
	return checkWebP(path, c.width, c.height)
}
