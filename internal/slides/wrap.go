package slides

import (
	"fmt"
	"io"
	"os"
	"slices"

	"proceedings/internal/slides/album"
	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
)

// wrap makes an OpenDocument archive of flat OpenDocument XML, of an image, or of
// an archive of images, and opens it. It needs no other program.
func (j *job) wrap(f *os.File, size int64, from Format) (openDeck, error) {
	path, err := j.writeFile("wrapped.odp", func(out io.Writer) error {
		switch from {
		case flatODP:
			return office.Unflatten(out, f, office.DefaultLimits())
		case singleImage:
			return album.Write(out, []album.Image{{Open: func() (io.ReadCloser, error) {
				return io.NopCloser(io.NewSectionReader(f, 0, size)), nil
			}}})
		}
		return wrapAlbum(out, f, size)
	})
	if err != nil {
		return openDeck{}, fmt.Errorf("make an OpenDocument file of the deck: %w", err)
	}
	j.path = path
	return j.open()
}

// wrapAlbum makes a deck of an archive of images, in the order of their names.
func wrapAlbum(out io.Writer, r io.ReaderAt, size int64) error {
	archive, err := office.Open(r, size, office.DefaultLimits())
	if err != nil {
		return err
	}
	if err := archive.Measure(); err != nil {
		return err
	}
	names := slices.DeleteFunc(archive.Names(), sniff.Litter)
	slices.SortFunc(names, album.Compare)
	var images []album.Image
	for _, name := range names {
		images = append(images, album.Image{Name: name, Open: func() (io.ReadCloser, error) { return archive.Open(name) }})
	}
	return album.Write(out, images)
}
