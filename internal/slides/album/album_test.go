package album_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/album"
	"proceedings/internal/slides/office"
)

func imageOf(t *testing.T, name string, width, height int) album.Image {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	binary.BigEndian.PutUint32(data[16:], uint32(width))
	binary.BigEndian.PutUint32(data[20:], uint32(height))
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return of(name, data)
}

func of(name string, data []byte) album.Image {
	return album.Image{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func TestWriteFitsImagesOnPagesOfTheFirstAspectRatio(t *testing.T) {
	t.Parallel()

	var out bytes.Buffer
	if err := album.Write(&out, []album.Image{imageOf(t, "1.png", 160, 90), imageOf(t, "02 Bridge & harbour.png", 100, 100), imageOf(t, "IMG_3.png", 320, 90)}); err != nil {
		t.Fatal(err)
	}
	a, err := office.Open(bytes.NewReader(out.Bytes()), int64(out.Len()), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	content, err := a.Read("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`svg:x="0.000cm" svg:y="0.000cm" svg:width="28.000cm" svg:height="15.750cm"><draw:image xlink:href="Pictures/0001"`,
		`svg:x="6.125cm" svg:y="0.000cm" svg:width="15.750cm" svg:height="15.750cm"><draw:image xlink:href="Pictures/0002"`,
		`svg:x="0.000cm" svg:y="3.938cm" svg:width="28.000cm" svg:height="7.875cm"><draw:image xlink:href="Pictures/0003"`,
		`<svg:title>Bridge &amp; harbour</svg:title>`,
	} {
		if !strings.Contains(string(content), want) {
			t.Errorf("content is without %s:\n%s", want, content)
		}
	}
	if n := strings.Count(string(content), "<svg:title>"); n != 1 {
		t.Errorf("%d titles, want 1", n)
	}
	styles, err := a.Read("styles.xml")
	if err != nil || !strings.Contains(string(styles), `fo:page-width="28.000cm" fo:page-height="15.750cm"`) {
		t.Errorf("styles = %s, %v", styles, err)
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name   string
		images []album.Image
		reason string
	}{
		{"nothing", nil, "has no picture in it"},
		{"too many", make([]album.Image, 2001), "has more than 2000 pictures"},
		{"a huge one", []album.Image{imageOf(t, "a.png", 20_000, 5_001)}, "has a picture of 20000×5001 pixels"},
		{"a text", []album.Image{of("a.png", []byte("text"))}, "is damaged: a.png is not a readable image"},
		{"a text without a name", []album.Image{of("", []byte("text"))}, "is damaged: it is not a readable image"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := album.Write(io.Discard, tt.images); fault.Reason(err) != tt.reason {
				t.Errorf("Write = %v, want %q", err, tt.reason)
			}
		})
	}
}

func TestAlt(t *testing.T) {
	t.Parallel()

	for name, want := range map[string]string{
		"x/03_The_rail bridge.png": "The rail bridge",
		"Opening.jpg":              "Opening",
		"IMG_20230606_101010.jpg":  "",
		"DSC00012.JPG":             "",
		"Slide12.png":              "",
		"Folie 3.png":              "",
		"page-003.png":             "",
		"Screenshot from 2023.png": "",
		"9f86d081884c7d659a2f.png": "",
		"12.png":                   "",
		"":                         "",
	} {
		if got := album.Alt(name); got != want {
			t.Errorf("Alt(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCompareOrdersNumbersNaturally(t *testing.T) {
	t.Parallel()

	names := []string{"b1.png", "a10.png", "A2.png", "a02.png", "a1/z.png", "a1.png", "a.png"}
	slices.SortFunc(names, album.Compare)
	if want := []string{"a.png", "a1.png", "a1/z.png", "A2.png", "a02.png", "a10.png", "b1.png"}; !slices.Equal(names, want) {
		t.Errorf("sorted %q, want %q", names, want)
	}
}
