// Package pageimage makes the published images of a page, WebP and JPEG in two
// widths, from a page that was rendered as TIFF.
package pageimage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

const encodeCPU = 120 * time.Second

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Encoder makes the images of pages.
type Encoder struct {
	runner runner
	dir    string
	work   string
}

// New makes an Encoder. It writes to [layout.PageImageFolder] below dir, which must exist, and puts
// temporary files into work. It runs cwebp and cjpeg by r, a [proc.Runner].
func New(r runner, dir, work string) *Encoder { return &Encoder{runner: r, dir: dir, work: work} }

// Encode makes the images of one page from a TIFF file of the size full, widest
// first, and returns the page's mean colour in the notation of CSS.
//
// JPEG is for browsers and programs without WebP. It is not made by poppler: that takes
// a third of the time of rendering the page again. The encoder of Go's library takes
// three times the time of cjpeg, and makes files larger by a fifth.
func (e *Encoder) Encode(ctx context.Context, tiff string, number int, full Canvas) ([]meeting.Image, string, error) {
	large, err := readTIFF(tiff, full)
	if err != nil {
		return nil, "", err
	}
	thumbnail := full.within(ThumbnailWidth)
	small := large.shrink(thumbnail)
	var sizes []size
	for _, v := range []struct {
		pixels pixels
		width  int
	}{{large, Width}, {small, ThumbnailWidth}} {
		one, prepareErr := e.prepare(v.pixels, number, v.width)
		if prepareErr != nil {
			return nil, "", prepareErr
		}
		sizes = append(sizes, one)
	}
	images, err := e.encode(ctx, sizes)
	return images, small.meanColour(), err
}

// size is a page in one size, for both encoders.
type size struct {
	canvas     Canvas
	yuv, rgb   string // paths of the sources: planes for cwebp, pixels for cjpeg
	webp, jpeg string // names of the images
}

// prepare writes the sources of both encoders.
func (e *Encoder) prepare(p pixels, number, width int) (size, error) {
	s := size{
		canvas: p.Canvas,
		yuv:    filepath.Join(e.work, fmt.Sprintf("%d.yuv", width)), rgb: filepath.Join(e.work, fmt.Sprintf("%d.ppm", width)),
	}
	s.webp, s.jpeg = layout.PageImage(number, width)
	if err := writeFile(s.yuv, func(w io.Writer) error { return write(w, toYUV(p)) }); err != nil {
		return size{}, err
	}
	err := writeFile(s.rgb, func(w io.Writer) error { return writePPM(w, p) })
	return s, err
}

// encodeSizes runs cwebp and cjpeg on each group of six arguments: width, height,
// planes, WebP, pixels, JPEG. One sandbox for all images of a page takes half of the
// time of two. Method 2 of cwebp takes half the time of the default for 4 % more bytes;
// method 1 saves another tenth of the time for 20 % more bytes. Quality 82 makes JPEG
// files of twice the size of the WebP ones.
const encodeSizes = `set -e
while [ $# -gt 0 ]; do
	cwebp -quiet -q 80 -m 2 -s "$1" "$2" -o "$4" -- "$3"
	cjpeg -quality 82 -optimize -outfile "$6" "$5"
	shift 6
done`

// encode makes the images of a page in all sizes.
func (e *Encoder) encode(ctx context.Context, sizes []size) ([]meeting.Image, error) {
	args := []string{"-c", encodeSizes, "encode"}
	var sources []string
	var images []meeting.Image
	for _, s := range sizes {
		sources = append(sources, s.yuv, s.rgb)
		args = append(args, strconv.Itoa(s.canvas.Width), strconv.Itoa(s.canvas.Height), s.yuv, e.path(s.webp), s.rgb, e.path(s.jpeg))
		images = append(images,
			meeting.Image{Object: meeting.Object{Name: s.webp, Type: "image/webp"}, Width: s.canvas.Width, Height: s.canvas.Height},
			meeting.Image{Object: meeting.Object{Name: s.jpeg, Type: "image/jpeg"}, Width: s.canvas.Width, Height: s.canvas.Height},
		)
	}
	_, err := e.runner.Run(ctx, proc.Command{
		Path: "sh", Args: args, Dir: e.work, Read: sources, Write: []string{e.work, filepath.Dir(e.path(sizes[0].webp))}, CPU: encodeCPU,
		Env: []string{"GLIBC_TUNABLES=glibc.malloc.hugetlb=1"}, // huge pages save a fifth of the time
	})
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", sizes[0].webp, err)
	}
	for _, s := range sizes {
		if err := errors.Join(check(e.path(s.webp), s.canvas, webpSize), check(e.path(s.jpeg), s.canvas, jpegSize)); err != nil {
			return nil, err
		}
	}
	return images, nil
}

// path is the path of an image.
func (e *Encoder) path(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

// WebPVersion prints the version of cwebp.
func WebPVersion() proc.Command { return proc.Command{Path: "cwebp", Args: []string{"-version"}} }

// JPEGVersion prints the version of cjpeg.
func JPEGVersion() proc.Command { return proc.Command{Path: "cjpeg", Args: []string{"-version"}} }
