// Package album makes an OpenDocument presentation of images, one on a slide. It
// reads only their headers: LibreOffice decodes them in the sandbox.
package album

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

// Image is an image file.
type Image struct {
	Name string // of its file; may be empty
	Open func() (io.ReadCloser, error)
}

const (
	imagesMax = 2000
	headMax   = 1 << 20 // bytes; in a JPEG file, all of the camera's metadata may precede the size
	pageWidth = 28.0    // cm
	aspectMax = 3.0     // of the longer to the shorter side of a page
)

// Write writes the presentation. Its pages have the aspect ratio of the first image;
// each image is as large as fits on its page, and centred.
func Write(w io.Writer, images []Image) error {
	switch {
	case len(images) == 0:
		return fault.Refuse("has no picture in it")
	case len(images) > imagesMax:
		return fault.Refuse("has more than %d pictures", imagesMax)
	}
	b := builder{out: zip.NewWriter(w)}
	if err := b.write("mimetype", zip.Store, strings.NewReader(mediaType)); err != nil {
		return err
	}
	for i, p := range images {
		if err := b.add(i+1, p); err != nil {
			return err
		}
	}
	for _, part := range []struct{ name, content string }{
		{"content.xml", contentHead + b.pages.String() + contentTail},
		{"styles.xml", fmt.Sprintf(styles, pageWidth, b.height)},
		{"META-INF/manifest.xml", manifestHead + b.manifest.String() + manifestTail},
	} {
		if err := b.write(part.name, zip.Deflate, strings.NewReader(part.content)); err != nil {
			return err
		}
	}
	if err := b.out.Close(); err != nil {
		return fmt.Errorf("make a deck of images: %w", err)
	}
	return nil
}

// builder collects the parts of the presentation.
type builder struct {
	out             *zip.Writer
	height          float64 // of its pages, in cm
	pages, manifest strings.Builder
}

func (b *builder) write(name string, method uint16, from io.Reader) error {
	part, err := b.out.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.Copy(part, from)
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", name, err)
	}
	return nil
}

// add adds a page with one image.
func (b *builder) add(number int, p Image) error {
	body, err := p.Open()
	if err != nil {
		return fmt.Errorf("add %s: %w", p.Name, err)
	}
	defer body.Close() //nolint:errcheck // only read
	r := bufio.NewReaderSize(body, headMax)
	head, err := r.Peek(headMax)
	if disk := (*fs.PathError)(nil); errors.As(err, &disk) {
		return fmt.Errorf("add %s: %w", p.Name, err)
	}
	width, height, ok := office.ImageSize(head)
	switch {
	case !ok && p.Name != "":
		return fault.Refuse("is damaged: %s is not a readable image", p.Name)
	case !ok:
		return fault.Refuse("is damaged: it is not a readable image")
	case office.IsHuge(width, height):
		return fault.Refuse("has a picture of %d×%d pixels", width, height)
	}
	shape := float64(width) / float64(height)
	if b.height == 0 {
		b.height = pageWidth / min(max(shape, 1/aspectMax), aspectMax)
	}
	name := fmt.Sprintf("Pictures/%04d", number)
	if err := b.write(name, zip.Store, r); err != nil {
		return err
	}
	fmt.Fprintf(&b.manifest, manifestEntry, name)
	w, h := pageWidth, pageWidth/shape
	if h > b.height {
		w, h = b.height*shape, b.height
	}
	fmt.Fprintf(&b.pages, page, number, (pageWidth-w)/2, (b.height-h)/2, w, h, name, title(p.Name))
	return nil
}

// title is the alternative text of an image as an XML element, or nothing if the
// name of its file is meaningless.
func title(name string) string {
	alt := Alt(name)
	if alt == "" {
		return ""
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(alt)) // a buffer accepts all
	return "<svg:title>" + b.String() + "</svg:title>"
}
