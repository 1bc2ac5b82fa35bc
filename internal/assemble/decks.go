package assemble

import (
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
)

// deckOf is how the manifest tells of a deck.
func deckOf(it progress.Item, title string) manifest.Deck {
	d := it.Deck
	list, _ := d.Slides()
	made := manifest.Deck{
		ID: it.Source.ID, Title: title, Source: it.Source.ID, Unshown: d.WhyNotRendered, Slides: originOf(d).Slides(list),
	}
	if d.Rendered == nil {
		return made
	}
	made.PDF = fileOf(d.Rendered, d.Rendered.Deck.PDF)
	for i, s := range made.Slides {
		if img, found := embeddable(s.Images); found {
			img.URL = layout.SlideImage(made.ID, s.Number)
			made.Slides[i].Picture = img
		}
	}
	return made
}

// originOf is where the deck's pictures come from.
func originOf(d *progress.Deck) manifest.Origin {
	if d.Rendered == nil {
		return manifest.Origin{}
	}
	return manifest.Origin{Step: d.Rendered.Step.Key(), Run: d.Rendered.Run}
}

// originalOf is what readers may download of the deck as it was handed in.
func originalOf(d *progress.Deck, m meeting.Meeting) manifest.File {
	if name := d.Text.Text.Original; name != "" || d.Rendered == nil || !m.Rights.AllowsDownloads() {
		return fileOf(d.Text, name)
	}
	return fileOf(d.Rendered, d.Rendered.Deck.PDF) // which it is
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
func deckFiles(man manifest.Manifest, items []progress.Item, pages map[string]publish.Page) error {
	decks := map[string]progress.Item{}
	for _, it := range progress.Usable(items) {
		if it.Deck != nil {
			decks[it.Source.ID] = it
		}
	}
	for i, d := range man.Decks {
		it := decks[d.ID]
		list, _ := it.Deck.Slides()
		words := map[string]manifest.File{}
		if painted := it.Deck.Rendered; painted != nil {
			for name := range painted.ByName() {
				words[name] = fileOf(painted, name)
			}
		}
		said := it.Deck.Text.Text
		file := manifest.DeckFile{
			Meeting: man.ID, Deck: d.ID, Title: d.Title, Properties: said.Properties, Outline: said.Outline, Macros: said.Macros,
		}.WithSlides(originOf(it.Deck), list, words)
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
