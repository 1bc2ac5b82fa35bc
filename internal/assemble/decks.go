package assemble

import (
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
)

// deckOf returns a deck for the manifest.
func deckOf(id, title string, d *progress.Deck) manifest.Deck {
	list, _ := d.Slides()
	made := manifest.Deck{
		ID: id, Title: title, Unshown: meeting.ForReaders(d.WhyNotRendered), Slides: originOf(d).Slides(list), Withheld: d.Withheld.HiddenSlides,
	}
	if d.Rendered == nil {
		return made
	}
	if d.Rendered.Deck.PDF != "" {
		made.PDF = fileOf(d.Rendered, d.Rendered.Deck.PDF)
	}
	for i, s := range made.Slides {
		if img, found := embeddable(s.Images); found {
			img.URL, img.Versioned = layout.SlideImage(made.ID, s.Number), img.URL
			made.Slides[i].Picture = img
		}
	}
	return made
}

// originOf returns the step and run that made the deck's images.
func originOf(d *progress.Deck) manifest.Origin {
	if d.Rendered == nil {
		return manifest.Origin{}
	}
	return manifest.Origin{Step: d.Rendered.Step.Key(), Run: d.Rendered.Run}
}

// originalOf returns the deck's original for download, if it is offered.
func originalOf(it progress.Item, m meeting.Meeting) manifest.File {
	d := it.Deck
	if name := d.Text.Text.Original; name != "" || d.Rendered == nil || !m.OffersOriginal(it.Source) {
		return fileOf(d.Text, name)
	}
	return fileOf(d.Rendered, d.Rendered.Deck.PDF) // the original is a PDF
}

// embeddable returns the widest JPEG, which every program can show.
func embeddable(images []manifest.Image) (manifest.Image, bool) {
	for _, img := range images {
		if img.Type == "image/jpeg" {
			return img, true
		}
	}
	return manifest.Image{}, false
}

// deckFiles adds the text of each deck, and each slide's image under its stable name, to
// pages and to the manifest. It returns the decks' own files by the IDs of the decks.
func deckFiles(man manifest.Manifest, items []progress.Item, pages map[string]publish.Page) (map[string]manifest.DeckFile, error) {
	files := map[string]manifest.DeckFile{}
	decks := map[string]*progress.Deck{}
	for _, it := range progress.Usable(items) {
		if it.Deck != nil {
			decks[it.Source.ID] = it.Deck
		}
		if rec := it.Recording; rec != nil && rec.Found != nil {
			decks[rec.Found.ID] = &rec.Found.Deck
		}
	}
	for i, d := range man.Decks {
		deck := decks[d.ID]
		list, _ := deck.Slides()
		words := map[string]manifest.File{}
		if rendered := deck.Rendered; rendered != nil {
			for name := range rendered.ByName() {
				words[name] = fileOf(rendered, name)
			}
		}
		text := deck.Published
		file := manifest.DeckFile{
			Meeting: man.ID, Deck: d.ID, Title: d.Title, Properties: text.Properties, Outline: text.Outline, Macros: text.Macros,
		}.WithSlides(originOf(deck), list, words)
		data, err := file.Encode()
		if err != nil {
			return nil, err
		}
		files[d.ID] = file
		man.Decks[i].Data = addPage(pages, layout.DeckData(d.ID), data)
		man.Decks[i].Text = addPage(pages, layout.DeckText(d.ID), []byte(file.Text()))
		for _, s := range d.Slides {
			if img, found := embeddable(s.Images); found {
				pages[s.Picture.URL] = publish.Page{Same: img.File}
			}
		}
	}
	return files, nil
}

// addPage adds a file to pages, with the media type of its name.
func addPage(pages map[string]publish.Page, name string, data []byte) manifest.File {
	return addTyped(pages, name, layout.MediaType(name), data)
}

// addTyped adds a file with the given media type to pages.
func addTyped(pages map[string]publish.Page, name, mediaType string, data []byte) manifest.File {
	pages[name] = publish.Page{Data: data, Type: mediaType}
	return publish.FileOf(name, pages[name])
}
