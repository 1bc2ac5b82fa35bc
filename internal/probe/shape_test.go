package probe

import "testing"

func TestReshapeReason(t *testing.T) {
	t.Parallel()

	const upright, flipped, turned, turnedAndFlipped = "\n00000000:        65536           0           0\n00000001:            0       65536           0\n00000002:            0           0  1073741824\n",
		"\n00000000:       -65536           0           0\n00000001:            0       65536           0\n00000002:            0           0  1073741824\n",
		"\n00000000:            0       65536           0\n00000001:       -65536           0           0\n00000002:            0           0  1073741824\n",
		"\n00000000:            0       65536           0\n00000001:        65536           0           0\n00000002:            0           0  1073741824\n"
	tests := []struct {
		name          string
		width, height int
		sar           string
		rotation      float64
		matrix        string
		want          string
	}{
		{"as it is", 640, 360, "1:1", 0, upright, ""},
		{"nothing said of the pixels", 640, 360, "", 0, "", ""},
		{"unknown pixels", 640, 360, "0:1", 0, "", ""},
		{"no ratio of pixels", 640, 360, "N/A", 0, "", ""},
		{"square pixels in other words", 640, 360, "10:10", 0, "", ""},
		{"wide pixels", 640, 360, "4:3", 0, "", "has pixels that are not square"},
		{"absurd pixels", 640, 360, "1:99", 0, "", "has pixels that are not square"},
		{"a quarter turn", 640, 360, "1:1", -90, turned, "is rotated"},
		{"half a turn", 640, 360, "1:1", 180, "", "is rotated"},
		{"a little askew", 640, 360, "1:1", 3, "", "is rotated"},
		{"a full turn", 640, 360, "1:1", 360, "", ""},
		{"left is right", 640, 360, "1:1", 180, flipped, "is mirrored"},
		{"left is right and turned", 640, 360, "1:1", 90, turnedAndFlipped, "is mirrored"},
		{"a matrix that is none", 640, 360, "1:1", 0, "00000000: x", ""},
		{"an odd width", 641, 360, "1:1", 0, "", "has an odd size"},
		{"an odd height", 640, 361, "1:1", 0, "", "has an odd size"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := stream{Width: tt.width, Height: tt.height, SAR: tt.sar, SideData: []sideData{{tt.rotation, tt.matrix}}}
			if got := reshapeReason(s); got != tt.want {
				t.Errorf("%d×%d, %q, %v°, %q: %q, want %q", tt.width, tt.height, tt.sar, tt.rotation, tt.matrix, got, tt.want)
			}
		})
	}
}
