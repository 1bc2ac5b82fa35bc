package manifest_test

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/manifest"
)

func board() manifest.StoryboardInput {
	return manifest.StoryboardInput{
		Duration: 3605.0404, Interval: 600.5, Tiles: 7, Columns: 2, Rows: 2, TileWidth: 160, TileHeight: 90,
		Sheets: []string{"sheet-001.jpg", "sheet-002.jpg"},
	}
}

func TestWriteStoryboard(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := manifest.WriteStoryboard(&got, board()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/storyboard.vtt", got.Bytes())
}

func TestWriteStoryboardRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*manifest.StoryboardInput)
	}{
		{"no duration", func(in *manifest.StoryboardInput) { in.Duration = 0 }},
		{"a duration of no number", func(in *manifest.StoryboardInput) { in.Duration = math.NaN() }},
		{"no interval", func(in *manifest.StoryboardInput) { in.Interval = 0 }},
		{"no end", func(in *manifest.StoryboardInput) { in.Interval = math.Inf(1) }},
		{"no tiles", func(in *manifest.StoryboardInput) { in.Tiles = 0 }},
		{"more tiles than the sheets hold", func(in *manifest.StoryboardInput) { in.Tiles = 9 }},
		{"no columns", func(in *manifest.StoryboardInput) { in.Columns = 0 }},
		{"a sheet on another host", func(in *manifest.StoryboardInput) { in.Sheets[0] = "//example.org/a.jpg" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := board()
			tt.change(&in)
			var got bytes.Buffer
			if err := manifest.WriteStoryboard(&got, in); err == nil || got.Len() > 0 {
				t.Errorf("WriteStoryboard = %v with %d bytes written, want an error and nothing written", err, got.Len())
			}
		})
	}
}

var cuePattern = regexp.MustCompile(`^(\d{2,}):(\d\d):(\d\d)\.(\d{3}) --> (\d{2,}):(\d\d):(\d\d)\.(\d{3})\nsheet-(\d+)\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)$`)

// TestStoryboardLaws: the cues are contiguous from zero, end exactly at the
// duration, and each names a tile of its own that was drawn.
func TestStoryboardLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := manifest.StoryboardInput{
			Duration:  rapid.Float64Range(0.001, 400_000).Draw(t, "duration"),
			Columns:   rapid.IntRange(1, 10).Draw(t, "columns"),
			Rows:      rapid.IntRange(1, 10).Draw(t, "rows"),
			TileWidth: rapid.IntRange(1, 320).Draw(t, "width"), TileHeight: rapid.IntRange(1, 180).Draw(t, "height"),
		}
		in.Interval = in.Duration / rapid.Float64Range(0.5, 150).Draw(t, "tiles in the duration")
		in.Interval = max(in.Interval, 0.001)
		perSheet := in.Columns * in.Rows
		in.Tiles = rapid.IntRange(1, 200).Draw(t, "tiles")
		for i := range (in.Tiles + perSheet - 1) / perSheet {
			in.Sheets = append(in.Sheets, fmt.Sprintf("sheet-%03d.jpg", i))
		}
		var out bytes.Buffer
		if err := manifest.WriteStoryboard(&out, in); err != nil {
			t.Fatal(err)
		}
		blocks := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n\n")
		if blocks[0] != "WEBVTT" || len(blocks) < 2 || len(blocks)-1 > in.Tiles {
			t.Fatalf("%d cues after %q, want 1 to %d", len(blocks)-1, blocks[0], in.Tiles)
		}
		at := 0
		for i, block := range blocks[1:] {
			match := cuePattern.FindStringSubmatch(block)
			if match == nil {
				t.Fatalf("cue %d reads %q", i, block)
			}
			n := make([]int, len(match))
			for k, digits := range match[1:] {
				n[k], _ = strconv.Atoi(digits)
			}
			from := ((n[0]*60+n[1])*60+n[2])*1000 + n[3]
			to := ((n[4]*60+n[5])*60+n[6])*1000 + n[7]
			if from != at || to <= from {
				t.Fatalf("cue %d lasts from %d to %d ms, want one from %d", i, from, to, at)
			}
			at = to
			tile := n[8]*perSheet + n[10]/in.TileHeight*in.Columns + n[9]/in.TileWidth
			if tile != i || n[9]+n[11] > in.Columns*in.TileWidth || n[10]+n[12] > in.Rows*in.TileHeight {
				t.Fatalf("cue %d shows tile %d: %q", i, tile, block)
			}
		}
		if want := int(math.Round(in.Duration * 1000)); at != want {
			t.Fatalf("the last cue ends at %d ms, want %d", at, want)
		}
	})
}
