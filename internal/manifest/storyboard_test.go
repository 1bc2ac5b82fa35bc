package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/manifest"
)

func board() manifest.StoryboardInput {
	return manifest.StoryboardInput{
		Duration: 3605.0404, Interval: 600.5, TileWidth: 160, TileHeight: 90,
		Sheets: []manifest.StoryboardSheet{
			{URL: "sheet-001.jpg", Tiles: 4, Columns: 2}, {URL: "sheet-002.jpg", First: 4, Tiles: 3, Columns: 3},
		},
	}
}

func TestWriteStoryboard(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := manifest.WriteStoryboard(&got, board()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/storyboard.vtt", got.Bytes())
	got.Reset()
	if err := manifest.WriteStoryboardJSON(&got, board()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/storyboard.json", got.Bytes())
}

// The least and the most that can be written still is.
func TestWriteStoryboardAtItsLimits(t *testing.T) {
	t.Parallel()
	for _, seconds := range []float64{0.001, 1e6} {
		in := board()
		in.Duration, in.Interval = seconds, seconds
		if err := manifest.WriteStoryboard(io.Discard, in); err != nil {
			t.Errorf("%v s: %v", seconds, err)
		}
	}
}

func TestWriteStoryboardRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*manifest.StoryboardInput)
	}{
		{"no duration", func(in *manifest.StoryboardInput) { in.Duration = 0 }},
		{"a duration of no number", func(in *manifest.StoryboardInput) { in.Duration = math.NaN() }},
		{"less than a millisecond", func(in *manifest.StoryboardInput) { in.Duration = 0.0009 }},
		{"more than eleven days", func(in *manifest.StoryboardInput) { in.Duration = 1_000_001 }},
		{"an interval of more than eleven days", func(in *manifest.StoryboardInput) { in.Interval = 1_000_001 }},
		{"a tile without a height", func(in *manifest.StoryboardInput) { in.TileHeight = 0 }},
		{"no interval", func(in *manifest.StoryboardInput) { in.Interval = 0 }},
		{"no end", func(in *manifest.StoryboardInput) { in.Interval = math.Inf(1) }},
		{"a tile without a width", func(in *manifest.StoryboardInput) { in.TileWidth = 0 }},
		{"no sheets", func(in *manifest.StoryboardInput) { in.Sheets = nil }},
		{"a sheet without tiles", func(in *manifest.StoryboardInput) { in.Sheets[1].Tiles = 0 }},
		{"a sheet without columns", func(in *manifest.StoryboardInput) { in.Sheets[0].Columns = 0 }},
		{"a first sheet that is not the first", func(in *manifest.StoryboardInput) { in.Sheets = in.Sheets[1:] }},
		{"a gap between sheets", func(in *manifest.StoryboardInput) { in.Sheets[1].First++ }},
		{"sheets that overlap", func(in *manifest.StoryboardInput) { in.Sheets[1].First-- }},
		{"sheets in the wrong order", func(in *manifest.StoryboardInput) { slices.Reverse(in.Sheets) }},
		{"a sheet on another host", func(in *manifest.StoryboardInput) { in.Sheets[0].URL = "//example.org/a.jpg" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := board()
			tt.change(&in)
			var got bytes.Buffer
			for name, write := range map[string]func(io.Writer, manifest.StoryboardInput) error{
				"WriteStoryboard": manifest.WriteStoryboard, "WriteStoryboardJSON": manifest.WriteStoryboardJSON,
			} {
				if err := write(&got, in); err == nil || got.Len() > 0 {
					t.Errorf("%s = %v with %d bytes written, want an error and nothing written", name, err, got.Len())
				}
			}
		})
	}
}

var cuePattern = regexp.MustCompile(`^(\d{2,}):(\d\d):(\d\d)\.(\d{3}) --> (\d{2,}):(\d\d):(\d\d)\.(\d{3})\nsheet-(\d+)\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)$`)

// TestStoryboardLaws: the cues are contiguous from zero, end exactly at the
// duration, and each names a tile of its own that was drawn. The JSON file says
// the same.
func TestStoryboardLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := manifest.StoryboardInput{
			Duration:  rapid.Float64Range(0.001, 400_000).Draw(t, "duration"),
			TileWidth: rapid.IntRange(1, 320).Draw(t, "width"), TileHeight: rapid.IntRange(1, 180).Draw(t, "height"),
		}
		in.Interval = in.Duration / rapid.Float64Range(0.5, 150).Draw(t, "tiles in the duration")
		in.Interval = max(in.Interval, 0.001)
		tiles := 0
		for i := range rapid.IntRange(1, 8).Draw(t, "sheets") {
			sheet := manifest.StoryboardSheet{
				URL: fmt.Sprintf("sheet-%03d.jpg", i), First: tiles,
				Tiles: rapid.IntRange(1, 40).Draw(t, "tiles"), Columns: rapid.IntRange(1, 10).Draw(t, "columns"),
			}
			in.Sheets = append(in.Sheets, sheet)
			tiles += sheet.Tiles
		}
		var out, object bytes.Buffer
		if err := errors.Join(manifest.WriteStoryboard(&out, in), manifest.WriteStoryboardJSON(&object, in)); err != nil {
			t.Fatal(err)
		}
		cues := readCues(t, out.String())
		if len(cues) == 0 || len(cues) > tiles {
			t.Fatalf("%d cues, want 1 to %d", len(cues), tiles)
		}
		at := 0
		for i, c := range cues {
			if c.from != at || c.to <= c.from {
				t.Fatalf("cue %d lasts from %d to %d ms, want one from %d", i, c.from, c.to, at)
			}
			at = c.to
			sheet := in.Sheets[c.sheet]
			cell := c.y/in.TileHeight*sheet.Columns + c.x/in.TileWidth
			if sheet.First+cell != i || cell >= sheet.Tiles || c.x+c.width > sheet.Columns*in.TileWidth || c.width != in.TileWidth || c.height != in.TileHeight {
				t.Fatalf("cue %d shows tile %d: %+v", i, sheet.First+cell, c)
			}
		}
		if want := int(math.Round(in.Duration * 1000)); at != want {
			t.Fatalf("the last cue ends at %d ms, want %d", at, want)
		}
		checkObject(t, object.Bytes(), in, cues)
	})
}

// cue is one of a WebVTT file's, times in milliseconds.
type cue struct{ from, to, sheet, x, y, width, height int }

func readCues(t *rapid.T, text string) []cue {
	blocks := strings.Split(strings.TrimSuffix(text, "\n"), "\n\n")
	if blocks[0] != "WEBVTT" {
		t.Fatalf("the file begins with %q", blocks[0])
	}
	var cues []cue
	for i, block := range blocks[1:] {
		match := cuePattern.FindStringSubmatch(block)
		if match == nil {
			t.Fatalf("cue %d reads %q", i, block)
		}
		n := make([]int, len(match))
		for k, digits := range match[1:] {
			n[k], _ = strconv.Atoi(digits)
		}
		cues = append(cues, cue{
			from: ((n[0]*60+n[1])*60+n[2])*1000 + n[3], to: ((n[4]*60+n[5])*60+n[6])*1000 + n[7],
			sheet: n[8], x: n[9], y: n[10], width: n[11], height: n[12],
		})
	}
	return cues
}

// checkObject holds a storyboard's JSON to the cues of its WebVTT file.
func checkObject(t *rapid.T, data []byte, in manifest.StoryboardInput, want []cue) {
	var read struct {
		Duration float64 `json:"duration"`
		Interval float64 `json:"interval"`
		Tiles    []struct {
			Start  float64 `json:"start"`
			End    float64 `json:"end"`
			URL    string  `json:"url"`
			X      int     `json:"x"`
			Y      int     `json:"y"`
			Width  int     `json:"width"`
			Height int     `json:"height"`
		} `json:"tiles"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		t.Fatal(err)
	}
	ms := func(seconds float64) int { return int(math.Round(seconds * 1000)) }
	var got []cue
	for _, tile := range read.Tiles {
		sheet := slices.IndexFunc(in.Sheets, func(s manifest.StoryboardSheet) bool { return s.URL == tile.URL })
		got = append(got, cue{ms(tile.Start), ms(tile.End), sheet, tile.X, tile.Y, tile.Width, tile.Height})
	}
	if !slices.Equal(want, got) {
		t.Fatalf("the JSON says %v, and the WebVTT %v", got, want)
	}
	if ms(read.Duration) != want[len(want)-1].to || read.Interval != in.Interval {
		t.Fatalf("the JSON has %v s of %v s each, want %v and %v", read.Duration, read.Interval, in.Duration, in.Interval)
	}
}
