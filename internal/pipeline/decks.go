package pipeline

import (
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
)

// deckOf is how the manifest tells of a deck.
func (it item) deckOf(title string) manifest.Deck {
	d := it.deck
	list, _ := d.slides()
	made := manifest.Deck{
		ID: it.source.ID, Title: title, Source: it.source.ID, Unshown: d.unshown, Slides: d.origin().Slides(list),
	}
	if d.painted == nil {
		return made
	}
	made.PDF = fileOf(d.painted, d.painted.Deck.PDF)
	for i, s := range made.Slides {
		if img, found := embeddable(s.Images); found {
			img.URL = layout.SlideImage(made.ID, s.Number)
			made.Slides[i].Picture = img
		}
	}
	return made
}

// origin is where the deck's pictures come from.
func (d *deck) origin() manifest.Origin {
	if d.painted == nil {
		return manifest.Origin{}
	}
	return manifest.Origin{Step: d.painted.Step.Key(), Run: d.painted.Run}
}

// original is what readers may download of the deck as it was handed in.
func (d *deck) original(m meeting.Meeting) manifest.File {
	if name := d.text.Text.Original; name != "" || d.painted == nil || !m.Rights.AllowsDownloads() {
		return fileOf(d.text, name)
	}
	return fileOf(d.painted, d.painted.Deck.PDF) // which it is
}

// embeddable is the widest picture in the format that everything shows.
func embeddable(images []manifest.Image) (manifest.Image, bool) {
	for _, img := range images {
		if img.Type == "image/jpeg" {
			return img, true
		}
	}
	return manifest.Image{}, false
}

// deckFiles puts what each deck says beside the manifest, which gets to name
// it, and each slide's picture under its stable name.
func deckFiles(man manifest.Manifest, items []item, pages map[string]publish.Page) error {
	decks := map[string]item{}
	for _, it := range usable(items) {
		if it.deck != nil {
			decks[it.source.ID] = it
		}
	}
	for i, d := range man.Decks {
		it := decks[d.ID]
		list, _ := it.deck.slides()
		words := map[string]manifest.File{}
		if painted := it.deck.painted; painted != nil {
			for name := range painted.ByName() {
				words[name] = fileOf(painted, name)
			}
		}
		said := it.deck.text.Text
		file := manifest.DeckFile{
			Meeting: man.ID, Deck: d.ID, Title: d.Title, Properties: said.Properties, Outline: said.Outline, Macros: said.Macros,
		}.WithSlides(it.deck.origin(), list, words)
		data, err := file.Encode()
		if err != nil {
			return err
		}
		man.Decks[i].Data = addPage(pages, layout.DeckData(d.ID), data)
		man.Decks[i].Text = addPage(pages, layout.DeckText(d.ID), []byte(file.Text()))
		for _, s := range d.Slides {
			if img, found := embeddable(s.Images); found {
				pages[s.Picture.URL] = publish.Page{Same: img.File}
			}
		}
	}
	return nil
}

func addPage(pages map[string]publish.Page, name string, data []byte) manifest.File {
	return addTyped(pages, name, layout.MediaType(name), data)
}

// addTyped is the same for a file whose name does not tell its media type.
func addTyped(pages map[string]publish.Page, name, mediaType string, data []byte) manifest.File {
	pages[name] = publish.Page{Data: data, Type: mediaType}
	return publish.FileOf(name, pages[name])
}
