package slides

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/album"
	"proceedings/internal/slides/office"
)

// exportKeynote is what to do with a Keynote deck that cannot be read whole.
const exportKeynote = "export it from Keynote as PDF or PowerPoint to publish all slides with their text"

// openKeynote opens a Keynote deck. If Keynote saved a PDF file of all slides in it, that
// is the deck: LibreOffice draws Keynote's slides only roughly.
func (j *job) openKeynote(f *os.File, d deck) (openDeck, error) {
	for _, name := range d.keynote.Names() {
		lower := strings.ToLower(name)
		if path.Base(lower) != "preview.pdf" || strings.Contains(lower, "__macosx/") {
			continue
		}
		data, err := d.keynote.Read(name)
		if fault.IsPermanent(err) || err == nil && !bytes.HasPrefix(data, []byte("%PDF-")) {
			continue
		}
		if err != nil {
			return openDeck{}, fmt.Errorf("read the preview: %w", err)
		}
		j.path, err = j.writeFile("preview.pdf", func(out io.Writer) error {
			_, failed := out.Write(data)
			return failed //nolint:wrapcheck // it names the file
		})
		if err != nil {
			return openDeck{}, fmt.Errorf("write the preview: %w", err)
		}
		_ = f.Close() // only read
		j.warnings = append(j.warnings, "is a Keynote deck that is published from the PDF preview inside; "+exportKeynote)
		return j.open()
	}
	if isKeynote2013(d.keynote.Names()) {
		j.warnings = append(j.warnings, "is a deck of Keynote 2013 or later, which LibreOffice reads only in part; "+exportKeynote)
	}
	return openDeck{deck: d, File: f}, nil
}

// isKeynote2013 reports whether an archive has the parts of Keynote 2013 and later.
func isKeynote2013(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return strings.HasSuffix(name, ".iwa") || path.Base(name) == "Index.zip"
	})
}

// keynotePictures makes a deck of the slide pictures in a Keynote deck that LibreOffice
// cannot read, for the reason refusal.
func (j *job) keynotePictures(d deck, refusal error) (openDeck, error) {
	pictures, whole, err := slidePictures(d.keynote)
	if err != nil {
		return openDeck{}, err
	}
	if len(pictures) == 0 {
		return openDeck{}, refusal
	}
	path, err := j.writeFile("pictures.odp", func(out io.Writer) error { return album.Write(out, pictures) })
	if err != nil {
		return openDeck{}, fmt.Errorf("make a deck of the slide pictures: %w", err)
	}
	j.path = path
	what := "the small slide pictures"
	if !whole {
		what = "the picture of the first slide"
	}
	j.warnings = []string{"is a Keynote deck that LibreOffice cannot read, so it is published from " + what + " inside; " + exportKeynote}
	return j.open()
}

// slidePictures returns the largest picture of each slide of a Keynote deck, or that of
// the first slide if there are no others. Keynote names the pictures of a slide
// "st0-108.jpg" or, from 2014 on, "st-<UUID>-237.jpg"; the numbers rise with the slides.
func slidePictures(a *office.Archive) (pictures []album.Image, whole bool, err error) {
	ofSlide := regexp.MustCompile(`^(st\d+|st-[0-9A-Fa-f-]{36})(?:-(\d+))?\.(?:jpe?g|png|tiff?)$`)
	found := map[string]*slidePicture{}
	first := &slidePicture{}
	for _, name := range a.Names() {
		base := path.Base(name)
		parts := ofSlide.FindStringSubmatch(base)
		isFirst := strings.HasPrefix(base, "preview") || strings.EqualFold(base, "thumbnail.jpg")
		if parts == nil && !isFirst {
			continue
		}
		data, err := a.Read(name)
		if err != nil && !fault.IsPermanent(err) {
			return nil, false, err
		}
		if isFirst {
			first.add("", data)
			continue
		}
		if found[parts[1]] == nil {
			found[parts[1]] = &slidePicture{}
		}
		found[parts[1]].add(cmp.Or(parts[2], parts[1]), data)
	}
	var list []*slidePicture
	for _, p := range found {
		if p.data != nil {
			list = append(list, p)
		}
	}
	if len(list) == 0 && first.data != nil {
		return []album.Image{first.image()}, false, nil
	}
	slices.SortFunc(list, func(a, b *slidePicture) int { return album.Compare(a.order, b.order) })
	for _, p := range list {
		pictures = append(pictures, p.image())
	}
	return pictures, true, nil
}

// slidePicture is the largest picture of a slide.
type slidePicture struct {
	order string // that of its first picture, by [album.Compare]
	width int
	data  []byte // nil if none is readable
}

func (p *slidePicture) add(order string, data []byte) {
	width, _, ok := office.ImageSize(data)
	if !ok {
		return
	}
	if p.order == "" || album.Compare(order, p.order) < 0 {
		p.order = order
	}
	if width > p.width {
		p.width, p.data = width, data
	}
}

func (p *slidePicture) image() album.Image {
	return album.Image{Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(p.data)), nil }}
}
