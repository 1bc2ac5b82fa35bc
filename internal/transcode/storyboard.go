package transcode

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"

	"proceedings/internal/manifest"
	"proceedings/internal/plan"
)

// tileQuality is that of a sheet's JPEG: thumbnails, seen small.
const tileQuality = 75

// drawStoryboard puts the tiles that ffmpeg left in work onto sheets in dir and
// writes the cues. ffmpeg may leave one tile more or less than planned, since
// it rounds the end; the cues follow what is there.
func drawStoryboard(work, dir string, b plan.Storyboard, duration float64) (*Storyboard, error) {
	tiles, err := filepath.Glob(filepath.Join(work, "tile-*.jpg"))
	if err != nil {
		return nil, fmt.Errorf("draw storyboard: %w", err)
	}
	if len(tiles) == 0 {
		return nil, fmt.Errorf("draw storyboard: %w", errors.New("no frame was decoded"))
	}
	b.Tiles = min(b.Tiles, len(tiles))
	res := &Storyboard{Storyboard: b, VTT: "storyboard.vtt"}
	perSheet := b.Columns * b.Rows
	for i := range b.Sheets() {
		name := fmt.Sprintf("storyboard-%03d.jpg", i+1)
		some := tiles[i*perSheet : min((i+1)*perSheet, b.Tiles)]
		if err = drawSheet(filepath.Join(dir, name), some, b); err != nil {
			return nil, err
		}
		res.Sheets = append(res.Sheets, name)
	}
	f, err := os.Create(filepath.Join(dir, res.VTT))
	if err != nil {
		return nil, fmt.Errorf("draw storyboard: %w", err)
	}
	err = manifest.WriteStoryboard(f, manifest.StoryboardInput{
		Duration: duration, Interval: b.Interval, Tiles: b.Tiles, Columns: b.Columns, Rows: b.Rows,
		TileWidth: b.Width, TileHeight: b.Height, Sheets: res.Sheets,
	})
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("draw storyboard: %w", err)
	}
	return res, nil
}

// drawSheet puts tiles side by side. The last sheet is as high as its rows.
func drawSheet(path string, tiles []string, b plan.Storyboard) error {
	columns := min(len(tiles), b.Columns)
	rows := (len(tiles) + b.Columns - 1) / b.Columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*b.Width, rows*b.Height))
	for i, tile := range tiles {
		img, err := readJPEG(tile)
		if err != nil {
			return fmt.Errorf("draw storyboard: %w", err)
		}
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
