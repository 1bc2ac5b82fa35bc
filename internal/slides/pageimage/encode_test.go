package pageimage_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/tiff"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pageimage"
)

// encoders replaces both tools. It writes the headers of lossless WebP images of the
// sizes of their sources, the first as wide as size, as long as declared unless truncated.
// The JPEG images are as wide as jpeg, and without their ends if cut.
type encoders struct {
	size, truncated, jpeg int
	cut                   int
}

func (w encoders) Run(_ context.Context, c proc.Command) (string, error) {
	if w.size == 0 {
		return "", nil
	}
	for args := c.Args[3:]; len(args) > 0; args = args[6:] {
		width, _ := strconv.Atoi(args[0])
		if width > pageimage.ThumbnailWidth {
			width = w.size
		}
		data := []byte("RIFF\x18\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f")
		data = binary.LittleEndian.AppendUint32(data, uint32(width-1|(width/2-1)<<14)) //nolint:gosec // small
		data = append(data, make([]byte, 7)...)
		if err := os.WriteFile(args[3], data[:len(data)-w.truncated], 0o600); err != nil {
			return "", err
		}
		var file bytes.Buffer
		if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, width*w.jpeg/w.size, width/2)), nil); err != nil {
			return "", err
		}
		if err := os.WriteFile(args[5], file.Bytes()[:file.Len()-w.cut], 0o600); err != nil {
			return "", err
		}
	}
	return "", nil
}

func page(t *testing.T, width, height int) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, width, height))
	for i := range p.Pix {
		p.Pix[i] = 0xee
	}
	var b bytes.Buffer
	if err := tiff.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encode(t *testing.T, w encoders, tiff []byte) (string, []meeting.Image, string, error) {
	t.Helper()
	dir, work := t.TempDir(), t.TempDir()
	source := filepath.Join(work, "page-1.tif")
	if err := os.WriteFile(source, tiff, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, layout.PageImageFolder), 0o750); err != nil {
		t.Fatal(err)
	}
	images, colour, err := pageimage.New(w, dir, work).Encode(t.Context(), source, 7, pageimage.Canvas{Width: 640, Height: 320})
	return dir, images, colour, err
}

func TestEncode(t *testing.T) {
	t.Parallel()

	dir, images, colour, err := encode(t, encoders{size: 640, jpeg: 640}, page(t, 640, 320))
	if err != nil {
		t.Fatal(err)
	}
	image := func(name, kind string, width int) meeting.Image {
		return meeting.Image{Object: meeting.Object{Name: name, Type: kind}, Width: width, Height: width / 2}
	}
	want := []meeting.Image{
		image("slides/0007-1600.webp", "image/webp", 640), image("slides/0007-1600.jpg", "image/jpeg", 640),
		image("slides/0007-320.webp", "image/webp", 320), image("slides/0007-320.jpg", "image/jpeg", 320),
	}
	if diff := cmp.Diff(want, images); diff != "" || colour != "#eeeeee" {
		t.Errorf("colour %s, want #eeeeee; images differ (-want +got):\n%s", colour, diff)
	}
	for _, i := range images {
		if info, err := os.Stat(filepath.Join(dir, i.Name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", i.Name, err)
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name string
		with encoders
		tiff []byte
		text string
	}{
		{"a page of another size", encoders{size: 640, jpeg: 640}, page(t, 641, 320), "read the rendered page: it is 641×320, not 640×320"},
		{"a truncated page", encoders{size: 640, jpeg: 640}, page(t, 640, 320)[:999], "read the rendered page"},
		{"no WebP image", encoders{}, page(t, 640, 320), "check image"},
		{"a truncated WebP image", encoders{size: 640, jpeg: 640, truncated: 1}, page(t, 640, 320), "not a whole WebP image"},
		{"a WebP image of another size", encoders{size: 638, jpeg: 638}, page(t, 640, 320), "it is 638×319, not 640×320"},
		{"a truncated JPEG image", encoders{size: 640, jpeg: 640, cut: 1}, page(t, 640, 320), "not a whole JPEG image"},
		{"a JPEG image of another size", encoders{size: 640, jpeg: 320}, page(t, 640, 320), "it is 320×320, not 640×320"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, _, _, err := encode(t, tt.with, tt.tiff); err == nil || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("Encode = %v, want an error with %q", err, tt.text)
			}
		})
	}
}
