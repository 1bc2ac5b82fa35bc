package manifest

import (
	"bytes"
	"cmp"
	"fmt"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// IIIFType is the media type of a IIIF manifest (Presentation 3.0, section
// 6.4).
const IIIFType = `application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"`

// languageMap is a IIIF language map: texts by language, "none" if unknown.
type languageMap map[string][]string

// resource is anything in a IIIF manifest. Which of the keys are there depends
// on its type (Presentation 3.0, appendix A).
type resource struct {
	Context    string      `json:"@context,omitempty"`
	ID         string      `json:"id,omitempty"`
	Type       string      `json:"type"`
	Motivation string      `json:"motivation,omitempty"`
	Label      languageMap `json:"label,omitempty"`
	Summary    languageMap `json:"summary,omitempty"`
	Metadata   []pair      `json:"metadata,omitempty"`
	Required   *pair       `json:"requiredStatement,omitempty"`
	Rights     string      `json:"rights,omitempty"`
	NavDate    string      `json:"navDate,omitempty"`
	Provider   []resource  `json:"provider,omitempty"`
	Homepage   []resource  `json:"homepage,omitempty"`
	SeeAlso    []resource  `json:"seeAlso,omitempty"`
	Rendering  []resource  `json:"rendering,omitempty"`
	Thumbnail  []resource  `json:"thumbnail,omitempty"`

	Format   string  `json:"format,omitempty"`
	Profile  string  `json:"profile,omitempty"`
	Language any     `json:"language,omitempty"` // a list for a homepage, one for what is painted
	Width    int     `json:"width,omitempty"`
	Height   int     `json:"height,omitempty"`
	Duration float64 `json:"duration,omitempty"`
	Value    string  `json:"value,omitempty"`

	Body        *resource  `json:"body,omitempty"`
	Target      string     `json:"target,omitempty"`
	Placeholder *resource  `json:"placeholderCanvas,omitempty"`
	Items       []resource `json:"items,omitempty"`
	Annotations []resource `json:"annotations,omitempty"`
	Structures  []resource `json:"structures,omitempty"`
}

// pair is a statement with its label.
type pair struct {
	Label languageMap `json:"label"`
	Value languageMap `json:"value"`
}

// english is one of our own texts.
func english(text string) languageMap { return languageMap{"en": {text}} }

// IIIF returns the meeting as a IIIF manifest (Presentation 3.0) with a canvas
// for each recording and each slide, and ranges as the table of contents. The
// error is [ErrNotReachable] if the meeting has no public address, and
// [ErrAbsent] if there is nothing to put on a canvas.
func IIIF(m Manifest, site meeting.Site) ([]byte, error) {
	switch {
	case !m.reachable(site):
		return nil, fmt.Errorf("write the IIIF manifest of %s: %w", m.ID, ErrNotReachable)
	case !m.hasIIIF():
		return nil, fmt.Errorf("write the IIIF manifest of %s: %w", m.ID, ErrAbsent)
	}
	b := binder{m: m, site: site, lang: cmp.Or(m.lang(), "none")}
	doc := resource{
		Context: "http://iiif.io/api/presentation/3/context.json", ID: b.at(layout.IIIF), Type: "Manifest",
		Label: b.text(m.name()), Summary: b.text(m.summary(longestSummary)), Metadata: b.metadata(), Required: b.required(),
		Rights: rightsURI(m.Rights.License), NavDate: m.midnight(), Provider: b.provider(),
		Homepage: []resource{{
			ID: Address(site.Base, m.ID, ""), Type: "Text", Label: b.text(m.name()), Format: "text/html",
			Language: []string{cmp.Or(m.lang(), "en")},
		}},
		SeeAlso: []resource{{
			ID: b.at(layout.Manifest), Type: "Dataset", Label: english("Manifest of Proceedings"), Format: "application/json", Profile: SchemaID,
		}},
	}
	if images, _ := m.poster(); len(images) > 0 {
		doc.Thumbnail = []resource{b.image(images[len(images)-1])}
	}
	for _, d := range m.Decks {
		doc.Rendering = append(doc.Rendering, b.rendering(d.PDF, words.OneLine(d.Title))...)
	}
	for _, d := range m.Documents {
		doc.Rendering = append(doc.Rendering, b.rendering(d.File, words.OneLine(d.Title))...)
	}
	for _, r := range m.Recordings {
		if r.onCanvas() {
			doc.Items = append(doc.Items, b.recording(r))
		}
	}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			if s.Picture.URL != "" {
				doc.Items = append(doc.Items, b.slide(d, s))
			}
		}
	}
	doc.Structures = b.structures()
	var out bytes.Buffer
	err := writeJSON(&out, doc, "IIIF manifest of "+m.ID)
	return out.Bytes(), err
}

// hasIIIF reports whether there is a canvas for a IIIF manifest: it must have
// one (section 5.2).
func (m Manifest) hasIIIF() bool {
	for _, r := range m.Recordings {
		if r.onCanvas() {
			return true
		}
	}
	for _, d := range m.Decks {
		if _, found := d.cover(); found {
			return true
		}
	}
	return false
}

// onCanvas reports whether r fits a canvas, whose duration must be above zero.
func (r Recording) onCanvas() bool { return r.playable() && r.Duration > 0 }

// binder makes the parts of a IIIF manifest.
type binder struct {
	m    Manifest
	site meeting.Site
	lang string
}

func (b binder) at(u string) string { return Address(b.site.Base, b.m.ID, u) }

// name is the id of a part, which need not be an address of anything.
func (b binder) name(kind, id string) string { return b.at("iiif/" + kind + "/" + id) }

// text is a text of the organiser, in the meeting's language.
func (b binder) text(text string) languageMap { return languageMap{b.lang: {text}} }

func (b binder) metadata() []pair {
	var list []pair
	if day, err := time.Parse(time.DateOnly, b.m.Date); err == nil {
		list = append(list, pair{english("Date"), english(day.Format("2 January 2006"))})
	}
	for _, p := range b.m.People {
		role := english("Participant")
		if own := words.OneLine(p.Role); own != "" {
			role = b.text(own)
		}
		list = append(list, pair{role, b.text(words.OneLine(p.Name))})
	}
	for _, p := range b.m.Presentations {
		for _, s := range p.Speakers {
			list = append(list, pair{english("Speaker"), b.text(words.OneLine(s) + ": " + words.OneLine(p.Title))})
		}
	}
	if b.m.Rights.License != "" {
		list = append(list, pair{english("Licence"), b.text(words.OneLine(b.m.Rights.License))})
	}
	return list
}

// required is what whoever shows the meeting has to show with it.
func (b binder) required() *pair {
	holder := words.OneLine(b.m.Rights.Holder)
	if holder == "" {
		return nil
	}
	return &pair{english("Attribution"), b.text(holder)}
}

// provider is the archive, by the name that its site has, else by the holder's.
func (b binder) provider() []resource {
	name := cmp.Or(words.OneLine(b.site.Title), words.OneLine(b.m.Rights.Holder))
	if name == "" {
		return nil
	}
	home := b.site.Base + layout.Index
	return []resource{{
		ID: b.site.Base, Type: "Agent", Label: b.text(name),
		Homepage: []resource{{ID: home, Type: "Text", Label: b.text(name), Format: "text/html"}},
	}}
}

// rendering is a file to read in place of the canvases; none for none.
func (b binder) rendering(f File, title string) []resource {
	if f.URL == "" {
		return nil
	}
	return []resource{{ID: b.at(f.URL), Type: "Text", Label: b.text(cmp.Or(title, f.Type)), Format: bare(f.Type)}}
}
