// Package sanitize writes copies of decks that are safe to convert: without links
// to outside files, embedded objects, macros, and images that are too large.
package sanitize

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// Standard is the file format of a deck.
type Standard int

// The two standards.
const (
	OpenXML      Standard = iota // Office Open XML, pptx
	OpenDocument                 // odp
)

// Copy writes a sanitized copy of the archive for other programs to read.
//
// The copy has each part once, under a plain name, and whole. It refers to nothing
// outside: LibreOffice would load it, from the network or from the disk of the
// worker, and it would be published. The setting BlockUntrustedRefererLinks does
// not prevent this for files that are named on the command line. The copy contains
// nothing that could be run or that needs another program to be shown. Links that a
// reader may follow stay. Notes are left out: they are read from the deck itself
// and shown on no page, and with them LibreOffice takes half as much memory again.
//
// Of Office Open XML, slides are the parts of the slides in their order. To link
// from slide to slide, LibreOffice uses the number in the name of the part, which
// is the slide's number in files by PowerPoint; the copy ensures it.
// A slide whose part is damaged, missing or of another kind is empty in the copy, so
// that the others keep their numbers. Its name is "" if no relation leads to it.
//
// Old binary formats cannot be copied like this: only the sandbox contains them.
func Copy(w io.Writer, a *office.Archive, standard Standard, slides ...string) (Removed, error) {
	if err := a.Measure(); err != nil {
		return Removed{}, err
	}
	a.ReadAgain()
	c := &copier{Archive: a, out: zip.NewWriter(w), standard: standard, empty: map[string]bool{}, shown: map[string]bool{}}
	slides = c.withoutOthers(slides)
	c.number, c.unrelated = slideNumbers(slides), unrelated(slides)
	var relations, others []office.Part // lists of relations, of slides and others: they depend on their owners
	for _, p := range a.Parts() {
		var err error
		switch {
		case c.number[p.Key] > 0:
			err = c.slide(p)
		case isRelations(p.Key) && c.number[ownerOf(p.Key)] > 0:
			relations = append(relations, p)
		case c.isUnwanted(p.Key), c.isReserved(p.Key):
		case c.standard == OpenXML && isRelations(p.Key):
			others = append(others, p)
		default:
			err = c.part(p)
		}
		if err != nil {
			return Removed{}, err
		}
	}
	for _, p := range others {
		if err := c.part(p); err != nil {
			return Removed{}, err
		}
	}
	if err := c.finishSlides(slides, relations); err != nil {
		return Removed{}, err
	}
	if c.encrypted {
		return Removed{}, office.RefuseEncrypted()
	}
	if err := c.out.Close(); err != nil {
		return Removed{}, fmt.Errorf("copy the archive: %w", err)
	}
	return c.removed, nil
}

// copier makes one copy.
type copier struct {
	*office.Archive
	rules

	out      *zip.Writer
	standard Standard
	damage   error                     // of the first damaged slide
	empty    map[string]bool           // slides without content in the copy, by key
	layout   string                    // some layout of the deck; see layoutRelation
	contents map[string]office.Content // by key; nil if not collected yet
	shown    map[string]bool           // whether a picture shows something, by key
	size     *element                  // of slides; nil if not read yet

	tiffPixels int // of the TIFF images that were read

	checked       map[string]bool // whether a picture, a chart or a diagram can be shown, by key
	checkedPixels int             // of the pictures that were decoded for this

	cropped      []cropped         // pictures, one for each fill
	croppedNames map[string]string // names of their parts by what they are
	cropPixels   int               // of the pictures that were cropped
}

// isUnwanted reports whether a part is left out for its name. Parts that relations
// refer to are left out by their relations.
func (c *copier) isUnwanted(key string) bool {
	folders := strings.Split(key, "/")
	base := folders[len(folders)-1]
	folders = folders[:len(folders)-1]
	if c.standard == OpenXML {
		if base == "vbaproject.bin" || base == "vbadata.xml" {
			c.removed.Macros = true
			return true
		}
		return slices.ContainsFunc(folders, func(s string) bool {
			return s == "embeddings" || s == "activex" || s == "customui" || s == "ctrlprops" || s == "notesslides"
		})
	}
	for _, s := range folders {
		switch s {
		case "basic", "scripts", "dialogs":
			// LibreOffice writes lists of macro libraries even if there are none.
			if !slices.Contains([]string{"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"}, base) {
				c.removed.Macros = true
			}
			return true
		case "configurations2":
			return true
		}
	}
	return strings.HasPrefix(key, "meta-inf/") && strings.Contains(base, "signatures")
}

// isReserved reports whether the copy may have a part of its own of that name.
func (c *copier) isReserved(key string) bool {
	return len(c.unrelated) > 0 && (strings.HasPrefix(key, missingPrefix) || strings.HasPrefix(key, missingRelations))
}

// part copies a part, or what may remain of it.
func (c *copier) part(p office.Part) error {
	content := c.Content(p)
	switch {
	case !content.Whole:
		c.damaged(p)
		return nil
	case office.IsHuge(content.Width, content.Height):
		c.removed.HugeImages = append(c.removed.HugeImages, fmt.Sprintf("%d×%d", content.Width, content.Height))
		return nil
	case !content.XML && !content.Gzip:
		if done, err := c.tiff(p); done || err != nil {
			return err
		}
		return c.CopyPart(c.out, p)
	}
	data, err := c.Read(p.Name)
	if err != nil {
		return err
	}
	text := data
	if content.Gzip {
		if text, err = office.Gunzip(data, c.Limits().Part); err != nil {
			c.damaged(p)
			return nil //nolint:nilerr // it is counted
		}
		if !office.IsXML(text) {
			return c.CopyPart(c.out, p)
		}
	}
	text, changed, err := c.text(p.Key, text)
	switch {
	case err != nil:
		return c.leaveOut(p, err)
	case !changed:
		return c.CopyPart(c.out, p)
	case content.Gzip:
		text = compressed(text)
	}
	return c.write(p.PlainName(), text)
}

// write writes a part of the copy.
func (c *copier) write(name string, text []byte) error {
	if err := office.WritePart(c.out, name, text); err != nil {
		return fmt.Errorf("copy %s: %w", name, err)
	}
	return nil
}

// leaveOut leaves a part out for a reason. It refuses decks that need the part, or
// that are made to exhaust their readers.
func (c *copier) leaveOut(p office.Part, reason error) error {
	switch {
	case errors.Is(reason, office.ErrDepth), errors.Is(reason, office.ErrElements), c.isVital(p.Key):
		return office.Damaged(p.Name, reason)
	case errors.Is(reason, office.ErrEntities):
		c.removed.Entities++
	default:
		c.damaged(p)
	}
	return nil
}

// damaged counts a part that is left out because it is damaged.
func (c *copier) damaged(p office.Part) {
	c.removed.Damaged++
	c.removed.DamagedParts = append(c.removed.DamagedParts, path.Base(p.PlainName()))
}

// isVital reports whether no deck works without the part.
func (c *copier) isVital(key string) bool {
	if c.standard == OpenXML {
		return key == "_rels/.rels" || key == "[content_types].xml" || strings.HasPrefix(key, "ppt/presentation") || strings.HasPrefix(key, "ppt/_rels/")
	}
	return key == "content.xml" || key == "styles.xml" || key == "meta-inf/manifest.xml"
}
