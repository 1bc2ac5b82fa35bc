// Package pageimage makes the published images of a page, WebP and JPEG in two
// widths, from a page that was rendered as TIFF.
package pageimage

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

const cwebpCPU = 120 * time.Second

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
// temporary files into work. It runs cwebp by r, a [proc.Runner].
func New(r runner, dir, work string) *Encoder { return &Encoder{runner: r, dir: dir, work: work} }

// Encode makes the images of one page from a TIFF file of the size full, widest
// first, and returns the page's mean colour in the notation of CSS.
//
// JPEG is for browsers and programs without WebP. It is made here and not by
// poppler: that takes a third of the time of rendering the page again.
func (e *Encoder) Encode(ctx context.Context, tiff string, number int, full Canvas) ([]meeting.Image, string, error) {
	large, err := readTIFF(tiff, full)
	if err != nil {
		return nil, "", err
	}
	thumbnail := full.within(ThumbnailWidth)
	small := large.shrink(thumbnail)
	var images []meeting.Image
	var planes []string
	for _, v := range []struct {
		pixels pixels
		width  int
		canvas Canvas
	}{{large, Width, full}, {small, ThumbnailWidth, thumbnail}} {
		webp, jpeg := layout.PageImage(number, v.width)
		converted, source := toYCbCr(v.pixels), filepath.Join(e.work, fmt.Sprintf("%d.yuv", v.width))
		if err := writeJPEG(filepath.Join(e.dir, filepath.FromSlash(jpeg)), converted); err != nil {
			return nil, "", err
		}
		if err := writeYUV(source, converted); err != nil {
			return nil, "", err
		}
		planes = append(planes, source)
		images = append(images,
			meeting.Image{Object: meeting.Object{Name: webp, Type: "image/webp"}, Width: v.canvas.Width, Height: v.canvas.Height},
			meeting.Image{Object: meeting.Object{Name: jpeg, Type: "image/jpeg"}, Width: v.canvas.Width, Height: v.canvas.Height},
		)
	}
	return images, small.meanColour(), e.webp(ctx, planes, images)
}

// encodePlanes runs cwebp on each group of four arguments: width, height, planes, output.
// One sandbox for all images of a page takes half of the time of two.
const encodePlanes = `set -e
while [ $# -gt 0 ]; do
	cwebp -quiet -q 80 -m 2 -s "$1" "$2" -o "$4" -- "$3"
	shift 4
done`

// webp encodes the WebP images in a list out of their planes. Method 2 takes half the
// time of the default for 4 % more bytes; method 1 saves another tenth of the time for
// 20 % more bytes.
func (e *Encoder) webp(ctx context.Context, planes []string, images []meeting.Image) error {
	args := []string{"-c", encodePlanes, "encode"}
	var webps []meeting.Image
	for _, i := range images {
		if i.Type == "image/webp" {
			args = append(args, strconv.Itoa(i.Width), strconv.Itoa(i.Height), planes[len(webps)], e.path(i))
			webps = append(webps, i)
		}
	}
	_, err := e.runner.Run(ctx, proc.Command{
		Path: "sh", Args: args, Dir: e.work, Read: planes, Write: []string{e.work, filepath.Dir(e.path(webps[0]))}, CPU: cwebpCPU,
		Env: []string{"GLIBC_TUNABLES=glibc.malloc.hugetlb=1"}, // huge pages save a fifth of the time
	})
	if err != nil {
		return fmt.Errorf("make %s: %w", webps[0].Name, err)
	}
	for _, i := range webps {
		if err := checkWebP(e.path(i), i.Width, i.Height); err != nil {
			return err
		}
	}
	return nil
}

// path is the path of an image.
func (e *Encoder) path(i meeting.Image) string {
	return filepath.Join(e.dir, filepath.FromSlash(i.Name))
}

// VersionCommand prints the version of cwebp.
func VersionCommand() proc.Command {
	return proc.Command{Path: "cwebp", Args: []string{"-version"}}
}
