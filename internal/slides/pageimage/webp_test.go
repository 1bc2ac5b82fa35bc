package pageimage

import (
	"strings"
	"testing"
)

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
		{"truncated", lossy[:40], 0, 0},
		{"shorter than the header", lossy[:20], 0, 0},
		{"an inter frame is not an image", file("VP8 ", 0x11, 0, 0, 0x9d, 0x01, 0x2a, 1, 0, 1, 0), 0, 0},
		{"no start code", file("VP8 ", 0x10, 0, 0, 0, 0, 0, 1, 0, 1, 0), 0, 0},
		{"an image without width", file("VP8 ", 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 1, 0), 0, 0},
		{"another chunk first", file("ICCP"), 0, 0},
		{"another format", []byte(strings.Repeat("x", 44)), 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, h, err := webpSize(tt.data)
			if w != tt.width || h != tt.height || (err == nil) != (tt.width > 0) {
				t.Errorf("webpSize = %d×%d, %v, want %d×%d", w, h, err, tt.width, tt.height)
			}
		})
	}
}
