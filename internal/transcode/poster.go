package transcode

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/image/draw"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// posterQuality is that of the poster's JPEG and WebP: the picture that stands
// for the meeting everywhere.
const posterQuality = 82

// chooseCandidate keeps the best of the frames that ffmpeg wrote to work for a
// poster; nil where it wrote none, since the chunk is short.
func chooseCandidate(work, dir string) (*Candidate, error) {
	paths, err := filepath.Glob(filepath.Join(work, anyCandidate))
	if err != nil {
		return nil, fmt.Errorf("choose a frame for the poster: %w", err)
	}
	best, bestScore := "", -1.0
	for _, path := range paths {
		var img image.Image
		if img, err = readJPEG(path); err != nil {
			return nil, fmt.Errorf("choose a frame for the poster: %w", err)
		}
		if s := measurePicture(img).score(); s > bestScore {
			best, bestScore = path, s
		}
	}
	if best == "" {
		return nil, nil
	}
	if err = os.Rename(best, filepath.Join(dir, layout.Candidate)); err != nil {
		return nil, fmt.Errorf("choose a frame for the poster: %w", err)
	}
	return &Candidate{Name: layout.Candidate, Score: bestScore}, nil
}

// writePosters writes the picture at path at two sizes as JPEG and WebP, widest
// first.
func (t *Transcoder) writePosters(ctx context.Context, path, work, dir string, p plan.Poster) ([]meeting.Image, error) {
	best, err := readJPEG(path)
	if err != nil {
		return nil, fmt.Errorf("write poster: %w", err)
	}
	var images []meeting.Image
	for _, width := range []int{p.Width, p.Small} {
		some, err := t.writePoster(ctx, work, dir, resize(best, width))
		if err != nil {
			return nil, err
		}
		images = append(images, some...)
		if p.Small >= p.Width {
			break
		}
	}
	return images, nil
}

// resize scales down to a width.
func resize(img image.Image, width int) image.Image {
	b := img.Bounds()
	if b.Dx() <= width {
		return img
	}
	height := max(1, (b.Dy()*width+b.Dx()/2)/b.Dx())
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(small, small.Bounds(), img, b, draw.Src, nil)
	return small
}

// writePoster writes img as WebP and JPEG. cwebp gets a JPEG of the highest
// quality: writing a PNG would take longer than all the rest.
func (t *Transcoder) writePoster(ctx context.Context, work, dir string, img image.Image) ([]meeting.Image, error) {
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	webpName, jpegName := layout.Poster(width)
	if err := writeJPEG(filepath.Join(dir, jpegName), img, posterQuality); err != nil {
		return nil, err
	}
	fine := filepath.Join(work, jpegName)
	if err := writeJPEG(fine, img, 97); err != nil {
		return nil, err
	}
	webp := filepath.Join(work, webpName)
	_, err := t.Runner.Run(ctx, proc.Command{
		Path: "cwebp", Args: []string{"-quiet", "-q", strconv.Itoa(posterQuality), fine, "-o", webp},
		Dir: work, Write: []string{work}, CPU: 5 * time.Minute,
	})
	if err != nil {
		return nil, fmt.Errorf("write poster: %w", err)
	}
	if info, err := os.Stat(webp); err != nil || info.Size() == 0 {
		return nil, fmt.Errorf("write poster: %w", errors.Join(errors.New("cwebp wrote no file"), err))
	}
	if err := os.Rename(webp, filepath.Join(dir, webpName)); err != nil {
		return nil, fmt.Errorf("write poster: %w", err)
	}
	return []meeting.Image{
		{Object: meeting.Object{Name: webpName, Type: "image/webp"}, Width: width, Height: height},
		{Object: meeting.Object{Name: jpegName, Type: "image/jpeg"}, Width: width, Height: height},
	}, nil
}
