package slides

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFit(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name         string
		page         size
		full, narrow canvas
	}{
		{"a wide slide", size{Width: 960, Height: 540}, canvas{1600, 900}, canvas{320, 180}},
		{"an old slide", size{Width: 720, Height: 540}, canvas{1600, 1200}, canvas{320, 240}},
		{"a small page is painted as large", size{Width: 96, Height: 54}, canvas{1600, 900}, canvas{320, 180}},
		{"an upright page", size{Width: 595.276, Height: 841.89}, canvas{1600, 2263}, canvas{320, 453}},
		{"a tall page becomes narrow", size{Width: 100, Height: 1000}, canvas{320, 3200}, canvas{320, 3200}},
		{"a thread of a page stays a picture", size{Width: 1, Height: 14400}, canvas{1, 3200}, canvas{1, 3200}},
		{"a thread that lies", size{Width: 14400, Height: 1}, canvas{1600, 1}, canvas{320, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			full := fit(tt.page, 1600)
			if full != tt.full || full.within(320) != tt.narrow {
				t.Errorf("fit(%v) = %v, narrow %v, want %v, %v", tt.page, full, full.within(320), tt.full, tt.narrow)
			}
		})
	}
}

// FuzzFit holds the law that a picture is within bounds, whatever the page.
func FuzzFit(f *testing.F) {
	f.Add(960.0, 540.0)
	f.Add(1e-300, 1e300)
	f.Fuzz(func(t *testing.T, w, h float64) {
		if !(w > 0 && h > 0) || w > 1e300 || h > 1e300 {
			t.Skip("the reader of sizes refuses it")
		}
		for _, c := range []canvas{fit(size{Width: w, Height: h}, 1600), fit(size{Width: w, Height: h}, 1600).within(320)} {
			if c.width < 1 || c.height < 1 || c.width > 1600 || c.height > maxHeight {
				t.Fatalf("canvas %v for a page of %g×%g", c, w, h)
			}
		}
	})
}

func TestBatchesTileThePages(t *testing.T) {
	t.Parallel()

	wide, upright := size{Width: 960, Height: 540}, size{Width: 540, Height: 960}
	many := make([]size, 20)
	for i := range many {
		many[i] = wide
	}
	tests := []struct {
		name  string
		pages []size
		want  [][2]int
	}{
		{"none", nil, nil},
		{"one size is one batch", []size{wide, wide}, [][2]int{{1, 2}}},
		{"a change of size is a new batch", []size{wide, upright, upright, wide}, [][2]int{{1, 1}, {2, 3}, {4, 4}}},
		{"a long run is cut", many, [][2]int{{1, 16}, {17, 20}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got [][2]int
			for _, b := range batches(tt.pages) {
				got = append(got, [2]int{b.first, b.last})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("batches differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWebPSize(t *testing.T) {
	t.Parallel()

	file := func(chunk string, body ...byte) []byte {
		head := append([]byte("RIFF\x24\x00\x00\x00WEBP"+chunk+"\x18\x00\x00\x00"), body...)
		return append(head, make([]byte, 44-len(head))...)
	}
	lossy := file("VP8 ", 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x06, 0x84, 0x43) // 1600×900, scale bits set
	tests := []struct {
		name          string
		data          []byte
		width, height int
	}{
		{"lossy", lossy, 1600, 900},
		{"lossless", file("VP8L", 0x2f, 0x3f, 0xc1, 0x2c, 0x00), 320, 180},
		{"extended", file("VP8X", 0, 0, 0, 0, 0x3f, 0x06, 0, 0x83, 0x03, 0), 1600, 900},
		{"cut short", lossy[:40], 0, 0},
		{"shorter than a head", lossy[:20], 0, 0},
		{"an inter frame is no picture", file("VP8 ", 0x11, 0, 0, 0x9d, 0x01, 0x2a, 1, 0, 1, 0), 0, 0},
		{"no start code", file("VP8 ", 0x10, 0, 0, 0, 0, 0, 1, 0, 1, 0), 0, 0},
		{"a picture of no width", file("VP8 ", 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 1, 0), 0, 0},
		{"another chunk first", file("ICCP"), 0, 0},
		{"another format", []byte(strings.Repeat("x", 44)), 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, h, err := webpSize(tt.data[:min(30, len(tt.data))], int64(len(tt.data)))
			if w != tt.width || h != tt.height || (err == nil) != (tt.width > 0) {
				t.Errorf("webpSize = %d×%d, %v, want %d×%d", w, h, err, tt.width, tt.height)
			}
		})
	}
}
