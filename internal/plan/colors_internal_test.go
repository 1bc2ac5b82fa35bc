package plan

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestColorsOfParts(t *testing.T) {
	t.Parallel()
	part := func(v meeting.Video) Recording {
		pic := picture(v, 0, 60, Profiles()[0])
		return Recording{Media: Media{Picture: pic}, found: meeting.Media{Video: &v}}
	}
	hd := meeting.Video{Width: 1280, Height: 720, PixFmt: "yuv420p", Matrix: "bt709", Primaries: "bt709", Transfer: "bt709", End: 60, Last: 60, FrameRate: 25}
	with := func(change func(*meeting.Video)) Recording {
		v := hd
		change(&v)
		return part(v)
	}
	tests := []struct {
		name   string
		other  Recording
		differ bool
		from   string // matrix that the other's colours are converted from
	}{
		{"same colours", part(hd), false, "bt709"},
		{"untagged HD", with(func(v *meeting.Video) { v.Matrix, v.Primaries, v.Transfer = "", "", "" }), true, "bt709"},
		{"untagged SD", with(func(v *meeting.Video) { v.Matrix, v.Primaries, v.Transfer, v.Height = "", "", "", 576 }), true, "bt601"},
		{"PAL", with(func(v *meeting.Video) { v.Matrix = "bt470bg" }), true, "bt601"},
		{"a wide gamut", with(func(v *meeting.Video) { v.Matrix, v.Primaries = "bt2020nc", "bt2020" }), true, "bt2020"},
		{"HDR", with(func(v *meeting.Video) { v.Matrix, v.Transfer = "bt2020nc", "smpte2084" }), true, "bt709"},
		{"full range", with(func(v *meeting.Video) { v.Full = true }), true, "bt709"},
		{"another codec", with(func(v *meeting.Video) { v.Codec = "vp9" }), true, "bt709"},
		{"lossless screen recording", with(func(v *meeting.Video) { v.PixFmt, v.Matrix = "gbrp", "gbr" }), true, "rgb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := colorsDiffer([]Recording{part(hd), tt.other}); got != tt.differ {
				t.Errorf("colorsDiffer = %v, want %v", got, tt.differ)
			}
			if got := tt.other.Picture.toBT709(*tt.other.found.Video).Colors; got != tt.from {
				t.Errorf("converted from %q, want %q", got, tt.from)
			}
		})
	}
}

func TestIsRGB(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]bool{
		"yuv420p": false, "yuvj420p": false, "nv12": false, "gray": false, "yuva444p10le": false,
		"gbrp": true, "rgb24": true, "bgr0": true, "0rgb": true, "argb": true, "pal8": true, "rgb565le": true, "x2rgb10le": true,
	} {
		if got := isRGB(format); got != want {
			t.Errorf("isRGB(%s) = %v, want %v", format, got, want)
		}
	}
}

// Parts without video have no colours.
func TestColorsOfPartsWithoutVideo(t *testing.T) {
	t.Parallel()
	v := meeting.Video{Matrix: "bt709"}
	with, other := Recording{Media: Media{Picture: &Picture{}}, found: meeting.Media{Video: &v}}, Recording{found: meeting.Media{Video: &meeting.Video{}}}
	if colorsDiffer([]Recording{with, {}, other, {Media: Media{Picture: &Picture{}}}, with}) {
		t.Error("colours of one video differ from themselves")
	}
}
