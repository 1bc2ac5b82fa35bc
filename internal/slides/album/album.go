// Package album binds pictures into an OpenDocument presentation, one to a
// slide. It looks at their headers only: whoever opens the presentation does
// so in the sandbox, and decodes them there.
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

// Picture is one that is to be bound.
type Picture struct {
	Name string // of its file; may be empty
	Open func() (io.ReadCloser, error)
}

const (
	picturesMax = 2000
	headMax     = 1 << 20 // of a picture: the size of a JPEG stands behind all that a camera says
	pageWidth   = 28.0    // cm
	slimmest    = 3.0     // how many times as wide as high, or as high as wide, a page may be
)

// Write writes the presentation. Its pages have the shape of the first
// picture; each picture is as large as its page allows, and in its middle.
func Write(w io.Writer, pictures []Picture) error {
	switch {
	case len(pictures) == 0:
		return fault.Refuse("has no picture in it")
	case len(pictures) > picturesMax:
		return fault.Refuse("has more than %d pictures", picturesMax)
	}
	b := binder{out: zip.NewWriter(w)}
	if err := b.write("mimetype", zip.Store, strings.NewReader(mediaType)); err != nil {
		return err
	}
	for i, p := range pictures {
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
		return fmt.Errorf("bind pictures: %w", err)
	}
	return nil
}

// binder is a presentation in the making.
type binder struct {
	out             *zip.Writer
	height          float64 // of its pages, in cm
	pages, manifest strings.Builder
}

func (b *binder) write(name string, method uint16, from io.Reader) error {
	part, err := b.out.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.Copy(part, from)
	}
	if err != nil {
		return fmt.Errorf("bind %s: %w", name, err)
	}
	return nil
}

// add puts a picture on a page of its own.
func (b *binder) add(number int, p Picture) error {
	body, err := p.Open()
	if err != nil {
		return fmt.Errorf("bind %s: %w", p.Name, err)
	}
	defer body.Close() //nolint:errcheck // it was only read from
	r := bufio.NewReaderSize(body, headMax)
	head, err := r.Peek(headMax)
	if disk := (*fs.PathError)(nil); errors.As(err, &disk) {
		return fmt.Errorf("bind %s: %w", p.Name, err)
	}
	width, height, ok := office.ImageSize(head)
	switch {
	case !ok && p.Name != "":
		return fault.Refuse("is damaged: %s is no picture that can be read", p.Name)
	case !ok:
		return fault.Refuse("is damaged: it is no picture that can be read")
	case office.IsHuge(width, height):
		return fault.Refuse("has a picture of %d×%d pixels", width, height)
	}
	shape := float64(width) / float64(height)
	if b.height == 0 {
		b.height = pageWidth / min(max(shape, 1/slimmest), slimmest)
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

// title is the alternative text of a picture as XML, or nothing where its
// file's name tells nobody anything.
func title(name string) string {
	alt := Alt(name)
	if alt == "" {
		return ""
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(alt)) // a buffer takes all
	return "<svg:title>" + b.String() + "</svg:title>"
}
