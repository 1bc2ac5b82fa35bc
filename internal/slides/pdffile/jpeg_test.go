package pdffile_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"reflect"
	"strings"
	"testing"

	"proceedings/internal/slides/pdffile"
)

// jpegSegment is a segment of a JPEG image.
func jpegSegment(marker byte, content string) string {
	n := len(content) + 2
	return string([]byte{0xff, marker, byte(n >> 8), byte(n)}) + content
}

func TestStripJPEG(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	picture := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 {
		picture.Set(i, i/2, color.RGBA{uint8(4 * i), 200, 10, 255})
	}
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	plain := b.String()
	profile, adobe := jpegSegment(0xe2, "ICC_PROFILE\x00\x01\x01profile"), jpegSegment(0xee, "Adobe\x00d\x00\x00\x00\x00\x00")
	jfif := jpegSegment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
	const secret = "Hydra Street 7"
	for _, tt := range []struct {
		name, data, want string
	}{
		{"nothing private", plain, plain},
		{"Exif", plain[:2] + jpegSegment(0xe1, "Exif\x00\x00"+secret) + plain[2:], plain},
		{"XMP and IPTC", plain[:2] + jpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret) + jpegSegment(0xed, "Photoshop 3.0\x00"+secret) + plain[2:], plain},
		{"a comment", plain[:2] + jpegSegment(0xfe, secret) + plain[2:], plain},
		{"a thumbnail", plain[:2] + jfif + jpegSegment(0xe0, "JFXX\x00\x10"+secret) + plain[2:], plain[:2] + jfif + plain[2:]},
		{"colours", plain[:2] + jpegSegment(0xe1, "Exif"+secret) + profile + adobe + plain[2:], plain[:2] + profile + adobe + plain[2:]},
		{"a second image after the first", plain + plain + secret, plain},
		{"a comment after the pixels", plain[:len(plain)-2] + jpegSegment(0xfe, secret) + plain[len(plain)-2:], plain},
		{"no end", plain[:2] + jpegSegment(0xfe, secret) + plain[2:len(plain)-2], plain[:len(plain)-2]},
		{"damage", plain[:2] + jpegSegment(0xfe, secret) + "\xff\xe1\xff\xff", plain[:2] + "\xff\xe1\xff\xff"},
		{"another format", "GIF89a " + secret, "GIF89a " + secret},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, changed := pdffile.StripJPEG([]byte(tt.data))
			if string(got) != tt.want || changed != (tt.data != tt.want) {
				t.Fatalf("StripJPEG is changed: %v; %d bytes, want %d; secret: %v", changed, len(got), len(tt.want), strings.Contains(string(got), secret))
			}
			if !strings.HasPrefix(tt.want, plain[:4]) || tt.name == "damage" || tt.name == "no end" {
				return
			}
			want, _ := jpeg.Decode(strings.NewReader(plain))
			if shown, err := jpeg.Decode(bytes.NewReader(got)); err != nil || tt.name != "colours" && !reflect.DeepEqual(shown, want) {
				t.Errorf("the pixels changed: %v", err)
			}
		})
	}
}

func FuzzStripJPEG(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x04ab\xff\xda\x00\x02\x00\xff\x00\xff\xd9x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, changed := pdffile.StripJPEG(bytes.Clone(data))
		if len(once) > len(data) || changed == bytes.Equal(once, data) {
			t.Fatalf("%d bytes became %d, changed: %v", len(data), len(once), changed)
		}
	})
}
