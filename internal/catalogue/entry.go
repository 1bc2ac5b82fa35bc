package catalogue

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"proceedings/internal/bcp47"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Schema is the version of the catalogue's files.
const Schema = 1

// Undated is the month of meetings without a known date.
const Undated = "undated"

// Entry is a meeting's entry in the catalogue. URLs are relative to the folder
// of catalogue.json.
type Entry struct {
	ID          string           `json:"id"`
	Revision    int              `json:"revision"`
	Title       string           `json:"title"`
	Date        string           `json:"date,omitempty"`        // 2006-01-02
	Description string           `json:"description,omitempty"` // the beginning of it
	Language    string           `json:"language,omitempty"`    // BCP 47
	Duration    float64          `json:"duration,omitempty"`    // seconds, of all recordings
	URL         string           `json:"url"`                   // of the meeting's page
	Manifest    string           `json:"manifest"`              // of its manifest
	Embed       string           `json:"embed,omitempty"`       // of the player alone
	Image       *Image           `json:"picture,omitempty"`
	People      []meeting.Person `json:"people,omitempty"`
	Speakers    []string         `json:"speakers,omitempty"` // of its presentations
	Video       *Media           `json:"video,omitempty"`    // the MP4 file of the first recording
	Audio       *Media           `json:"audio,omitempty"`    // its audio file
	Captions    *Captions        `json:"captions,omitempty"` // of that recording
	Counts      Counts           `json:"counts"`
	License     string           `json:"license,omitempty"`
	Modified    string           `json:"modified"` // when its manifest was last written, RFC 3339
}

// Image is the image of a meeting: a small poster, or its first slide.
type Image struct {
	URL    string `json:"url"`
	Type   string `json:"type"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Media is a file that podcast programs play.
type Media struct {
	URL      string  `json:"url"`
	Type     string  `json:"type"`
	Size     int64   `json:"size"`
	Duration float64 `json:"duration"` // seconds

	Start float64 `json:"start,omitempty"` // second in the recording at which the file begins
}

// Captions are the captions of a recording as WebVTT, on the recording's timeline.
type Captions struct {
	URL      string `json:"url"`
	Language string `json:"language,omitempty"`
	Text     string `json:"text,omitempty"` // the same as plain text, without times
}

// Counts are the numbers of items of a meeting by kind.
type Counts struct {
	Recordings    int `json:"recordings,omitempty"`
	Presentations int `json:"presentations,omitempty"`
	Decks         int `json:"decks,omitempty"`
	Slides        int `json:"slides,omitempty"`
	Documents     int `json:"documents,omitempty"`
}

// Listed reports whether a meeting belongs in the catalogue: it is public and
// has content.
func Listed(m manifest.Manifest) bool {
	if m.Visibility != meeting.Public || m.State == manifest.Failed {
		return false
	}
	return m.State == manifest.Published || len(m.Recordings)+len(m.Decks)+len(m.Documents) > 0
}

// longestDescription is the maximum length of a description in the catalogue,
// in characters.
const longestDescription = 600

// EntryOf returns the entry of a meeting. modified is the time of its manifest.
func EntryOf(m manifest.Manifest, modified time.Time) Entry {
	e := Entry{
		ID: m.ID, Revision: m.Revision, Title: cmp.Or(words.OneLine(m.Title), "Untitled meeting"), Date: day(m.Date),
		Description: beginning(strings.TrimSpace(m.Description), longestDescription),
		Language:    bcp47.Checked(m.Language), People: m.People, License: m.Rights.License,
		URL: inside(m.ID, layout.Index), Manifest: inside(m.ID, layout.Manifest),
		Image:    imageOf(m),
		Modified: modified.UTC().Format(time.RFC3339),
		Counts: Counts{
			Recordings: len(m.Recordings), Presentations: len(m.Presentations), Decks: len(m.Decks), Documents: len(m.Documents),
		},
	}
	if _, made := m.Pages[layout.Embed]; made {
		e.Embed = inside(m.ID, layout.Embed)
	}
	for _, d := range m.Decks {
		e.Counts.Slides += len(d.Slides)
	}
	for _, p := range m.Presentations {
		for _, s := range p.Speakers {
			if !slices.Contains(e.Speakers, s) {
				e.Speakers = append(e.Speakers, s)
			}
		}
	}
	for _, r := range m.Recordings {
		e.Duration += r.PlayedSeconds()
	}
	if len(m.Recordings) > 0 {
		r := m.Recordings[0]
		e.Video, e.Audio = mediaOf(m.ID, r.OfferedMP4()), mediaOf(m.ID, r.OfferedM4A())
		if len(r.Captions) > 0 {
			e.Captions = &Captions{URL: inside(m.ID, r.Captions[0].VTT.URL), Language: r.Captions[0].Language}
			if text := r.Captions[0].Text.URL; text != "" {
				e.Captions.Text = inside(m.ID, text)
			}
		}
	}
	return e
}

func mediaOf(id string, f manifest.Offered) *Media {
	if f.URL == "" {
		return nil
	}
	return &Media{URL: inside(id, f.URL), Type: f.Type, Size: f.Size, Duration: f.Duration, Start: f.Start}
}

// inside converts a URL in a meeting's manifest to one relative to the top of the space.
func inside(id, url string) string { return path.Join("meetings", id, url) }

// enoughWidth is the largest displayed width of an image, in device pixels at a pixel
// ratio of two.
const enoughWidth = 640

// imageOf returns the image of a meeting; nil if it has none.
func imageOf(m manifest.Manifest) *Image {
	for _, r := range m.Recordings {
		if p := smallest(m.ID, r.Poster.Images); p != nil {
			return p
		}
	}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			if p := smallest(m.ID, s.Images); p != nil && !s.Hidden {
				return p
			}
		}
	}
	return nil
}

// smallest returns the narrowest JPEG that is wide enough, else the widest. Feeds and
// search engines support JPEG best.
func smallest(id string, images []manifest.Image) *Image {
	var best *Image
	for _, img := range images {
		if img.Type != "image/jpeg" {
			continue
		}
		if best == nil || (best.Width < enoughWidth && img.Width > best.Width) ||
			(img.Width >= enoughWidth && img.Width < best.Width) {
			best = &Image{URL: inside(id, img.URL), Type: img.Type, Width: img.Width, Height: img.Height}
		}
	}
	return best
}

// day returns a valid date, else "".
func day(date string) string {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return ""
	}
	return date
}

// Month returns the month that lists the meeting.
func (e Entry) Month() string {
	if len(e.Date) < len("2006-01") {
		return Undated
	}
	return e.Date[:len("2006-01")]
}

// newer sorts entries for display: the newest first, undated ones last.
func newer(a, b Entry) int {
	return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.ID, b.ID))
}

// beginning cuts s to a number of characters and adds an ellipsis.
func beginning(s string, letters int) string {
	for i := range s {
		if letters == 0 {
			return strings.TrimSpace(s[:i]) + "…"
		}
		letters--
	}
	return s
}
