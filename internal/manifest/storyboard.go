package manifest

import (
	"bufio"
	"fmt"
	"io"
)

// StoryboardInput is what the cue file of a storyboard says.
type StoryboardInput struct {
	Duration   float64  // of the recording, seconds
	Interval   float64  // from one tile to the next, seconds
	Tiles      int      // that were drawn, on all sheets together
	Columns    int      // tiles in a row
	Rows       int      // rows on a sheet
	TileWidth  int      // pixels
	TileHeight int      // pixels
	Sheets     []string // the pictures in order, relative to the cue file
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
	end := int64(milliseconds(in.Duration))
	for tile := range in.Tiles {
		from, to := in.start(tile), in.start(tile+1)
		if from >= end {
			break
		}
		if tile == in.Tiles-1 || to > end {
			to = end
		}
		sheet, cell := tile/(in.Columns*in.Rows), tile%(in.Columns*in.Rows)
		x, y := cell%in.Columns*in.TileWidth, cell/in.Columns*in.TileHeight
		fmt.Fprintf(out, "\n%s --> %s\n%s#xywh=%d,%d,%d,%d\n",
			timestamp(from), timestamp(to), in.Sheets[sheet], x, y, in.TileWidth, in.TileHeight)
	}
	if err := out.Flush(); err != nil { // also tells of every write before
		return fmt.Errorf("write a storyboard: %w", err)
	}
	return nil
}

// start is when a tile's time begins, in milliseconds.
func (in StoryboardInput) start(tile int) int64 {
	return int64(milliseconds(float64(tile) * in.Interval))
}

// check refuses figures that no cue file can be made of.
func (in StoryboardInput) check() error {
	const longest = 1e6 // seconds: eleven days, and no number to overflow on
	switch {
	case !(in.Duration >= 0.001 && in.Duration <= longest):
		return fmt.Errorf("the recording lasts %v s", in.Duration)
	case !(in.Interval >= 0.001 && in.Interval <= longest):
		return fmt.Errorf("the interval is %v s", in.Interval)
	case in.Columns < 1 || in.Rows < 1 || in.TileWidth < 1 || in.TileHeight < 1:
		return fmt.Errorf("a sheet has %d × %d tiles of %d × %d pixels", in.Columns, in.Rows, in.TileWidth, in.TileHeight)
	case in.Tiles < 1 || in.Tiles > len(in.Sheets)*in.Columns*in.Rows:
		return fmt.Errorf("%d sheets of %d × %d have no room for %d tiles", len(in.Sheets), in.Columns, in.Rows, in.Tiles)
	}
	for _, sheet := range in.Sheets {
		if !relative.MatchString(sheet) {
			return fmt.Errorf("URL %q is not a plain relative path", sheet)
		}
	}
	return nil
}

// timestamp is a WebVTT timestamp: at least two digits of hours.
func timestamp(ms int64) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
