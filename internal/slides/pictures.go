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

// pictures paints every page, a batch at a time, and gives the pictures of
// each, widest first.
func (j *job) pictures(ctx context.Context, sizes []size, progress func(done, total int)) ([][]meeting.Image, error) {
	if err := os.MkdirAll(filepath.Join(j.dir, pictureDir), 0o750); err != nil {
		return nil, fmt.Errorf("make the folder of pictures: %w", err)
	}
	var pictures [][]meeting.Image
	for _, b := range batches(sizes) {
		painted, err := j.paint(ctx, b)
		if err != nil {
			return nil, err
		}
		for _, page := range painted {
			number := len(pictures) + 1
			images, err := j.encode(ctx, page, number, b.canvas)
			if err != nil {
				return nil, err
			}
			if pictures = append(pictures, images); progress != nil {
				progress(number, len(sizes))
			}
		}
		if err := os.RemoveAll(filepath.Dir(painted[0])); err != nil {
			return nil, fmt.Errorf("clear painted pages: %w", err)
		}
	}
	return pictures, nil
}

// paint makes a TIFF file of each page of the batch: it costs no more than
// JPEG, and letters keep their edges.
func (j *job) paint(ctx context.Context, b batch) ([]string, error) {
	out := filepath.Join(j.work, "painted")
	if err := os.Mkdir(out, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for painted pages: %w", err)
	}
	_, err := j.runner.Run(ctx, j.poppler("pdftocairo", []string{
		"-tiff", "-cropbox", "-f", strconv.Itoa(b.first), "-l", strconv.Itoa(b.last),
		"-scale-to-x", strconv.Itoa(b.canvas.width), "-scale-to-y", strconv.Itoa(b.canvas.height),
		"-x", "0", "-y", "0", "-W", strconv.Itoa(b.canvas.width), "-H", strconv.Itoa(b.canvas.height), // rounding may add a pixel
		j.pdf(), filepath.Join(out, "page"),
	}))
	if err != nil {
		return nil, fmt.Errorf("paint pages %d to %d: %w", b.first, b.last, err)
	}
	// Numbers in the names are padded to one width, so they sort.
	painted, err := filepath.Glob(filepath.Join(out, "page-*.tif"))
	if err != nil {
		return nil, fmt.Errorf("look for painted pages: %w", err)
	}
	if want := b.last - b.first + 1; len(painted) != want {
		return nil, fmt.Errorf("paint pages %d to %d: %d of %d were made", b.first, b.last, len(painted), want)
	}
	return painted, nil
}

// encode makes the WebP pictures of one page.
func (j *job) encode(ctx context.Context, painted string, number int, full canvas) ([]meeting.Image, error) {
	var images []meeting.Image
	for _, w := range widths() {
		c := full.within(w)
		name := fmt.Sprintf("%s/%04d-%d.webp", pictureDir, number, w)
		path := filepath.Join(j.dir, filepath.FromSlash(name))
		args := []string{"-quiet", "-q", "80", "-m", "2"}
		if c != full {
			args = append(args, "-resize", strconv.Itoa(c.width), strconv.Itoa(c.height))
		}
		_, err := j.runner.Run(ctx, proc.Command{
			Path: "cwebp", Args: append(args, "-o", path, "--", painted),
			Dir: j.work, Read: []string{painted}, Write: []string{j.work, filepath.Dir(path)}, CPU: webpCPU,
		})
		if err != nil {
			return nil, fmt.Errorf("encode page %d: %w", number, err)
		}
		if err := checkWebP(path, c.width, c.height); err != nil {
			return nil, fmt.Errorf("encode page %d: %w", number, err)
		}
		images = append(images, meeting.Image{
			Object: meeting.Object{Name: name, Type: "image/webp"}, Width: c.width, Height: c.height,
		})
	}
	return images, nil
}
