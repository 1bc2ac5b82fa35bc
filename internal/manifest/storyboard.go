package manifest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// StoryboardInput is the content of the cue files of a storyboard. Tile i shows
// the time from i × Interval on.
type StoryboardInput struct {
	Duration   float64 // of the recording, seconds
	Interval   float64 // from one tile to the next, seconds
	TileWidth  int     // pixels
	TileHeight int     // pixels
	Sheets     []StoryboardSheet
}

// StoryboardSheet is one image of a storyboard. Each sheet begins with the tile
// after the last one of the sheet before.
type StoryboardSheet struct {
	URL     string // relative to the cue file
	First   int    // number of its first tile, from 0
	Tiles   int    // that it holds, row by row
	Columns int    // tiles in a row
}

// WriteStoryboard writes a WebVTT file whose cues are parts of the sheets, by
// media fragment (#xywh=, W3C Media Fragments 1.0, section 4.2.2). The cues
// are contiguous from zero to the duration, to the millisecond: all times are
// whole milliseconds before anything is written, so none is rounded twice.
// Where fewer tiles were drawn than the duration holds, the last one stays.
func WriteStoryboard(w io.Writer, in StoryboardInput) error {
	if err := in.check(); err != nil {
		return fmt.Errorf("write a storyboard: %w", err)
	}
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "WEBVTT\n")
	for _, t := range in.tiles() {
		fmt.Fprintf(out, "\n%s --> %s\n%s#xywh=%d,%d,%d,%d\n",
			timestamp(t.from), timestamp(t.to), t.url, t.x, t.y, in.TileWidth, in.TileHeight)
	}
	if err := out.Flush(); err != nil { // also tells of every write before
		return fmt.Errorf("write a storyboard: %w", err)
	}
	return nil
}

// WriteStoryboardJSON writes the same as [WriteStoryboard] for scripts: all
// times in seconds, all places in pixels.
func WriteStoryboardJSON(w io.Writer, in StoryboardInput) error {
	if err := in.check(); err != nil {
		return fmt.Errorf("write a storyboard: %w", err)
	}
	type cue struct {
		Start  float64 `json:"start"`
		End    float64 `json:"end"`
		URL    string  `json:"url"`
		X      int     `json:"x"`
		Y      int     `json:"y"`
		Width  int     `json:"width"`
		Height int     `json:"height"`
	}
	list := struct {
		Duration float64 `json:"duration"`
		Interval float64 `json:"interval"`
		Tiles    []cue   `json:"tiles"`
	}{Duration: milliseconds(in.Duration) / 1000, Interval: in.Interval}
	for _, t := range in.tiles() {
		list.Tiles = append(list.Tiles, cue{
			Start: float64(t.from) / 1000, End: float64(t.to) / 1000,
			URL: t.url, X: t.x, Y: t.y, Width: in.TileWidth, Height: in.TileHeight,
		})
	}
	if err := json.NewEncoder(w).Encode(list); err != nil {
		return fmt.Errorf("write a storyboard: %w", err)
	}
	return nil
}

// tile is when one is shown, and where it is.
type tile struct {
	from, to int64  // milliseconds
	url      string // of its sheet
	x, y     int    // pixels from the sheet's top left corner
}

// tiles are those that are shown within the duration.
func (in StoryboardInput) tiles() []tile {
	end := int64(milliseconds(in.Duration))
	var list []tile
	for _, sheet := range in.Sheets {
		for cell := range sheet.Tiles {
			from, to := in.start(sheet.First+cell), in.start(sheet.First+cell+1)
			if from >= end {
				return list
			}
			list = append(list, tile{
				from: from, to: min(to, end), url: sheet.URL,
				x: cell % sheet.Columns * in.TileWidth, y: cell / sheet.Columns * in.TileHeight,
			})
		}
	}
	list[len(list)-1].to = end
	return list
}

// start is when tile n begins to be shown, in milliseconds.
func (in StoryboardInput) start(n int) int64 {
	return int64(milliseconds(float64(n) * in.Interval))
}

// check refuses figures that no cue file can be made of.
func (in StoryboardInput) check() error {
	const longest = 1e6 // seconds: eleven days, and no number to overflow on
	switch {
	case !(in.Duration >= 0.001 && in.Duration <= longest):
		return fmt.Errorf("the recording lasts %v s", in.Duration)
	case !(in.Interval >= 0.001 && in.Interval <= longest):
		return fmt.Errorf("the interval is %v s", in.Interval)
	case in.TileWidth < 1 || in.TileHeight < 1:
		return fmt.Errorf("a tile has %d × %d pixels", in.TileWidth, in.TileHeight)
	case len(in.Sheets) == 0:
		return errors.New("there are no sheets")
	}
	next := 0
	for _, sheet := range in.Sheets {
		switch {
		case !relative.MatchString(sheet.URL):
			return fmt.Errorf("URL %q is not a plain relative path", sheet.URL)
		case sheet.Tiles < 1 || sheet.Columns < 1:
			return fmt.Errorf("%s has %d tiles in %d columns", sheet.URL, sheet.Tiles, sheet.Columns)
		case sheet.First != next:
			return fmt.Errorf("%s begins with tile %d, where tile %d is next", sheet.URL, sheet.First, next)
		}
		next += sheet.Tiles
	}
	return nil
}

// timestamp is a WebVTT timestamp: at least two digits of hours.
func timestamp(ms int64) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
