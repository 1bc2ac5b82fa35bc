package transcode

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
)

// tileQuality is that of a sheet's JPEG: thumbnails, seen small.
const tileQuality = 75

// drawSheets combines the tiles that ffmpeg wrote to work into sheets in dir. Where
// one is missing, since nothing could be decoded there, it repeats the one before.
func drawSheets(work, dir string, t plan.Tiles) ([]Sheet, error) {
	if t.Count == 0 {
		return nil, nil
	}
	tiles, err := tilesOf(work, t)
	if err != nil {
		return nil, err
	}
	var sheets []Sheet
	perSheet := t.Columns * t.Rows
	for first := 0; first < len(tiles); first += perSheet {
		some := tiles[first:min(first+perSheet, len(tiles))]
		s := Sheet{
			Name:  layout.StoryboardSheet(len(sheets) + 1),
			First: t.First + first, Tiles: len(some), Columns: min(len(some), t.Columns),
		}
		if err = drawSheet(filepath.Join(dir, s.Name), some, t.Storyboard); err != nil {
			return nil, err
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// tilesOf lists the image files of a chunk's tiles, in order.
func tilesOf(work string, t plan.Tiles) ([]string, error) {
	var there []string
	// What is too short to have a tile has a frame for the poster.
	for _, pattern := range []string{anyTile, anyCandidate} {
		found, err := filepath.Glob(filepath.Join(work, pattern))
		if err != nil {
			return nil, fmt.Errorf("draw storyboard: %w", err)
		}
		there = append(there, found...)
	}
	if len(there) == 0 {
		return nil, fmt.Errorf("draw storyboard: %w", errors.New("no frame was decoded"))
	}
	last := there[0]
	tiles := make([]string, t.Count)
	for i := range tiles {
		path := filepath.Join(work, fmt.Sprintf(tilePattern, t.First+i))
		if _, err := os.Stat(path); err == nil {
			last = path
		}
		tiles[i] = last
	}
	return tiles, nil
}

// drawSheet puts tiles side by side. A sheet is as high as its rows.
func drawSheet(path string, tiles []string, b plan.Storyboard) error {
	columns := min(len(tiles), b.Columns)
	rows := (len(tiles) + b.Columns - 1) / b.Columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*b.Width, rows*b.Height))
	for i, tile := range tiles {
		img, err := readJPEG(tile)
		if err != nil {
			return fmt.Errorf("draw storyboard: %w", err)
		}
		img = resize(img, b.Width)
		at := image.Pt(i%b.Columns*b.Width, i/b.Columns*b.Height)
		draw.Draw(sheet, image.Rectangle{Min: at, Max: at.Add(image.Pt(b.Width, b.Height))}, img, img.Bounds().Min, draw.Src)
	}
	return writeJPEG(path, sheet, tileQuality)
}

func readJPEG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	img, err := jpeg.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return img, nil
}

func writeJPEG(path string, img image.Image, quality int) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	err = jpeg.Encode(f, img, &jpeg.Options{Quality: quality})
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
