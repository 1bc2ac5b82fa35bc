package slides

import (
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/album"
	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
	"proceedings/internal/words"
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
		about, err := wrapAlbum(out, f, size)
		if len(about) > 0 {
			j.warnings = append(j.warnings, "has files that are no images, which are left out: "+meeting.InMessage(words.List(about, maxNamed)))
		}
		return err
	})
	if err != nil {
		return openDeck{}, fmt.Errorf("make an OpenDocument file of the deck: %w", err)
	}
	j.path = path
	return j.open()
}

// wrapAlbum makes a deck of an archive of images, in the order of their names. It returns
// the names of texts about them, sorted.
func wrapAlbum(out io.Writer, r io.ReaderAt, size int64) (about []string, err error) {
	archive, err := office.Open(r, size, office.DefaultLimits())
	if err != nil {
		return nil, err
	}
	if err := archive.Measure(); err != nil {
		return nil, err
	}
	names := slices.DeleteFunc(archive.Names(), sniff.Litter)
	slices.SortFunc(names, album.Compare)
	var images []album.Image
	for _, name := range names {
		if sniff.AboutAlbum(name) {
			about = append(about, path.Base(name))
			continue
		}
		images = append(images, album.Image{Name: name, Open: func() (io.ReadCloser, error) { return archive.Open(name) }})
	}
	return about, album.Write(out, images)
}
