package slides

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/slides/album"
	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
)

// bind makes an OpenDocument archive of a deck that is none but can be made
// into one without another program: flat XML, a picture, an archive of them.
func (j *job) bind(f *os.File, size int64, from Format) (source, error) {
	path, err := written(filepath.Join(j.work, "bound.odp"), func(out io.Writer) error {
		switch from {
		case flat:
			return office.Unflatten(out, f, office.DefaultLimits())
		case picture:
			return album.Write(out, []album.Picture{{Open: func() (io.ReadCloser, error) {
				return io.NopCloser(io.NewSectionReader(f, 0, size)), nil
			}}})
		}
		return bindAlbum(out, f, size) // pictures
	})
	if err != nil {
		return source{}, fmt.Errorf("bind the deck: %w", err)
	}
	j.path = path
	return j.open()
}

func bindAlbum(out io.Writer, r io.ReaderAt, size int64) error {
	archive, err := office.Open(r, size, office.DefaultLimits())
	if err != nil {
		return err
	}
	if err := archive.Measure(); err != nil {
		return err
	}
	names := slices.DeleteFunc(archive.Names(), sniff.Litter)
	slices.SortFunc(names, album.Compare)
	var pictures []album.Picture
	for _, name := range names {
		pictures = append(pictures, album.Picture{Name: name, Open: func() (io.ReadCloser, error) { return archive.Open(name) }})
	}
	return album.Write(out, pictures)
}

// unbound reports whether a format has to be bound before it can be read.
func (f Format) unbound() bool { return f == flat || f == picture || f == pictures }

func errNoDeck(name string) error {
	return fault.Refuse("is no deck but of the format %s; decks are pptx, ppt, odp, pdf and pictures", name)
}
