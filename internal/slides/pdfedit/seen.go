package pdfedit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/slides/pdffile"
)

// Seen is a PDF file without what its pages do not show.
type Seen struct {
	Path    string // of the file itself, if there is nothing to remove
	Changed bool   // Path is a copy, which needs no password to open

	hidesText bool // it has invisible text, because other text would move without it
	uncropped int  // number of images of which it has more than is shown
}

// ReadSeen writes a copy of the PDF file at path without texts that its pages do not
// show, and without comments. It is only for reading: visible text may be at another place.
func (e Editor) ReadSeen(ctx context.Context, path, password string) (Seen, error) {
	changes, err := e.textChanges(ctx, path, password)
	if changes == nil || err != nil {
		return Seen{Path: path}, err
	}
	if path, err = e.plain(ctx, path, password); err != nil {
		return Seen{}, err
	}
	made := Seen{Path: filepath.Join(e.dir, "read.pdf"), Changed: true}
	if changes, err = e.textChanges(ctx, path, ""); changes == nil || err != nil { // objects have other numbers
		made.Path = path
		return made, err
	}
	return made, e.update(ctx, path, made.Path, packed, changes)
}

// textChanges are the changes that remove texts that the pages of a file do not show, or
// nil if there are none.
func (e Editor) textChanges(ctx context.Context, path, password string) ([]byte, error) {
	drawings, err := e.drawings(ctx, path, password)
	if errors.Is(err, ErrUnlisted) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	unseen := drawings.Unseen(true)
	return unseen.Changes()
}

// seen writes a copy without texts and parts of images that the pages do not show of a
// file that plain wrote.
func (e Editor) seen(ctx context.Context, path string) (Seen, error) {
	drawings, err := e.drawings(ctx, path, "")
	if errors.Is(err, ErrUnlisted) {
		return Seen{Path: path}, nil
	}
	if err != nil {
		return Seen{}, err
	}
	unseen := drawings.Unseen(false)
	made := Seen{Path: filepath.Join(e.dir, "seen.pdf"), Changed: true, hidesText: unseen.Kept, uncropped: unseen.Inline}
	uncropped, err := e.blank(ctx, path, &unseen)
	if err != nil {
		return Seen{}, err
	}
	made.uncropped += uncropped
	changes, err := unseen.Changes()
	if changes == nil || err != nil {
		made.Path, made.Changed = path, false
		return made, err
	}
	return made, e.update(ctx, path, made.Path, plain, changes)
}

// blankBytes bounds the images of a file that are changed, to bound the processor time.
const blankBytes = 256 << 20

// blank removes the parts of images that are not shown, and returns the number of images
// of which that is impossible.
func (e Editor) blank(ctx context.Context, path string, unseen *pdffile.Unseen) (uncropped int, err error) {
	names := slices.Sorted(maps.Keys(unseen.Cropped))
	if len(names) == 0 {
		return 0, nil
	}
	if len(names) > imagesMax {
		return len(names), nil
	}
	images, err := e.images(ctx, path, names, "cropped")
	if err != nil {
		return 0, err
	}
	left := int64(blankBytes)
	for _, name := range names {
		image := images["obj:"+name]
		info, err := os.Stat(image.File)
		if err != nil || info.Size() > left {
			uncropped++
			continue
		}
		left -= info.Size()
		data, err := os.ReadFile(image.File)
		if err != nil {
			return 0, fmt.Errorf("crop an image: %w", err)
		}
		made, data, ok := image.Blank(data, unseen.Cropped[name])
		if !ok {
			uncropped++
			continue
		}
		if err = os.WriteFile(made.File, data, 0o600); err != nil {
			return 0, fmt.Errorf("crop an image: %w", err)
		}
		unseen.SetImage(name, made)
	}
	return uncropped, nil
}
