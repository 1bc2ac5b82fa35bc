package child

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"image"
	"os"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/image/tiff"
)

// pixelsMax limits the size of a rendered page; none needs as many.
const pixelsMax = 32 << 20

// paint renders each page to a TIFF file: <out>-0001.tif and so on.
func (d document) paint(o options) error {
	if o.width < 1 || o.height < 1 || o.width > pixelsMax/o.height {
		return fmt.Errorf("render pages at %d×%d pixels: too large or empty", o.width, o.height)
	}
	return d.each(o.first, o.last, func(number int, p requests.Page) error {
		return d.paintPage(p, o, fmt.Sprintf("%s-%04d.tif", o.out, number))
	})
}

func (d document) paintPage(p requests.Page, o options, name string) (err error) {
	width, height := o.width, o.height
	made, err := d.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: width, Height: height})
	if err != nil {
		return fmt.Errorf("allocate the page image: %w", err)
	}
	defer func() {
		_, freeErr := d.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: made.Bitmap})
		err = errors.Join(err, freeErr)
	}()
	_, err = d.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{Bitmap: made.Bitmap, Width: width, Height: height, Color: 0xffffffff})
	if err != nil {
		return fmt.Errorf("fill the page image with white: %w", err)
	}
	_, err = d.FPDF_RenderPageBitmap(&requests.FPDF_RenderPageBitmap{
		Bitmap: made.Bitmap, Page: p, StartX: -o.left, StartY: -o.top, SizeX: cmp.Or(o.whole, width), SizeY: cmp.Or(o.tall, height),
		Flags: enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER,
	})
	if err != nil {
		return fmt.Errorf("render the page: %w", err)
	}
	painted, err := d.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: made.Bitmap})
	if err != nil {
		return fmt.Errorf("read the page image: %w", err)
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	if copy(picture.Pix, painted.Buffer) < len(picture.Pix) {
		return errors.New("read the page image: it is too short")
	}
	for i := 3; i < len(picture.Pix); i += 4 {
		picture.Pix[i] = 0xff // it has no say in a bitmap without transparency
	}
	return writeTIFF(name, picture)
}

func writeTIFF(name string, picture image.Image) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write the page image: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	if err = tiff.Encode(w, picture, nil); err == nil {
		err = w.Flush()
	}
	if err != nil {
		return fmt.Errorf("write the page image: %w", err)
	}
	return nil
}
