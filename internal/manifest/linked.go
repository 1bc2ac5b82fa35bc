package manifest

import (
	"bytes"
	"errors"
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Linked is a file that is derived from the manifest and stored beside it.
type Linked struct {
	Data []byte
	Type string // media type
}

// LinkedFiles are the files for other programs, by name: oEmbed for the meeting
// and each slide, IIIF and Paella. Files without content are missing, and so
// are those with absolute URLs if the meeting has no public address.
func LinkedFiles(m Manifest, site meeting.Site) (map[string]Linked, error) {
	files := map[string]Linked{}
	add := func(name, mediaType string, data []byte, err error) error {
		switch {
		case errors.Is(err, ErrAbsent), errors.Is(err, ErrNotReachable):
			return nil
		case err != nil:
			return err
		}
		files[name] = Linked{Data: data, Type: mediaType}
		return nil
	}
	answer := func(name string, ask Request) error {
		a, err := OEmbed(m, site, ask)
		if err != nil {
			return add(name, "", nil, err)
		}
		data, err := a.Encode()
		return add(name, "application/json", data, err)
	}
	if err := answer(layout.OEmbed, Request{}); err != nil {
		return nil, err
	}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			if s.Picture.URL == "" {
				continue
			}
			if err := answer(layout.SlideOEmbed(s.Picture.URL), Request{Deck: d.ID, Slide: s.Number}); err != nil {
				return nil, err
			}
		}
	}
	data, err := IIIF(m, site)
	if err = add(layout.IIIF, IIIFType, data, err); err != nil {
		return nil, err
	}
	data, err = Paella(m)
	return files, add(layout.Paella, "application/json", data, err)
}

// ChapterFiles are the chapters of r as WebVTT and as podcast chapters; nil if
// it has none.
func ChapterFiles(m Manifest, r Recording, site meeting.Site) (vtt, podcast []byte, err error) {
	sections := m.Sections(r)
	if len(sections) == 0 {
		return nil, nil, nil
	}
	var cues, list bytes.Buffer
	if err = WriteChapters(&cues, sections); err != nil {
		return nil, nil, fmt.Errorf("recording %s: %w", r.ID, err)
	}
	if err = WriteChaptersJSON(&list, m, r, site); err != nil {
		return nil, nil, fmt.Errorf("recording %s: %w", r.ID, err)
	}
	return cues.Bytes(), list.Bytes(), nil
}
