package catalogue

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// Moment is a place in a meeting that a search found.
type Moment struct {
	Kind      MomentKind `json:"kind"`
	Title     string     `json:"title,omitempty"`     // of the slide
	Text      string     `json:"text"`                // the sentence, the line of the slide, or the title
	Recording string     `json:"recording,omitempty"` // ID of the recording with this moment
	Start     *float64   `json:"start,omitempty"`     // seconds in the recording; absent if unknown
	Uncertain bool       `json:"uncertain,omitempty"` // Start is approximate
	Deck      string     `json:"deck,omitempty"`      // ID of the deck of the slide
	Slide     int        `json:"slide,omitempty"`     // number of the slide
	URL       string     `json:"url"`                 // of the meeting's page at this moment
	Image     *Image     `json:"picture,omitempty"`   // of the slide, or of the slide on the screen
}

// MomentKind says what a moment is.
type MomentKind string

// The kinds of moments.
const (
	PresentationMoment MomentKind = "presentation"
	ChapterMoment      MomentKind = "chapter"
	SlideMoment        MomentKind = "slide"
	TranscriptMoment   MomentKind = "transcript"
)

// Cues are the cues of a meeting's recordings by the recordings' IDs: those of their
// first captions.
type Cues map[string][]meeting.Cue

// Moments returns up to most moments of a meeting with the words of text: those with the
// largest number of the words, in order of time. web/src/lib/moments.js does the same.
func Moments(m manifest.Manifest, cues Cues, text string, most int) []Moment {
	return moments(m, cues, parseQuery(text), most)
}

func moments(m manifest.Manifest, cues Cues, q query, most int) []Moment {
	f := &finder{m: m, q: q, fold: newFolder()}
	for _, p := range m.Presentations {
		f.add(Moment{Kind: PresentationMoment, Text: p.Title, Recording: f.recording(p.Recording), Start: p.Start}, append([]string{p.Title}, p.Speakers...)...)
	}
	for _, r := range m.Recordings {
		for _, c := range r.Chapters {
			f.add(Moment{Kind: ChapterMoment, Text: c.Title, Recording: r.ID, Start: &c.Start}, c.Title)
		}
	}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			f.addSlide(d.ID, s)
		}
	}
	for _, r := range m.Recordings {
		for _, s := range sentences(cues[r.ID]) {
			f.add(Moment{Kind: TranscriptMoment, Text: s.Text, Recording: r.ID, Start: &s.Start}, s.Text)
		}
	}
	return f.best(most)
}

// finder collects the moments with the largest number of the query's terms.
type finder struct {
	m     manifest.Manifest
	q     query
	fold  folder
	found []Moment
	terms int // of each of found
}

// recording returns the ID of a presentation's recording; "" if there is none.
func (f *finder) recording(id string) string {
	if id == "" && len(f.m.Recordings) > 0 {
		return f.m.Recordings[0].ID
	}
	return id
}

// add adds a moment unless others have more of the terms. texts are searched.
func (f *finder) add(one Moment, texts ...string) {
	n := f.q.count(f.fold, texts...)
	if n == 0 || n < f.terms {
		return
	}
	if n > f.terms {
		f.terms, f.found = n, nil
	}
	f.found = append(f.found, one)
}

// addSlide adds a slide with its first line that has most of the terms.
func (f *finder) addSlide(deck string, s manifest.Slide) {
	lines := strings.Split(strings.ReplaceAll(s.Body+"\n"+s.Notes, "\t", " "), "\n") // tabs separate cells, and count as letters
	one := Moment{Kind: SlideMoment, Title: s.Title, Text: s.Title, Deck: deck, Slide: s.Number}
	most := f.q.count(f.fold, s.Title)
	for _, line := range lines {
		if n := f.q.count(f.fold, line); n > most || one.Text == "" {
			one.Text, most = line, n
		}
	}
	for _, r := range f.m.Recordings {
		if i := slices.IndexFunc(r.SlideTimes, func(t manifest.SlideTime) bool { return t.Deck == deck && t.Slide == s.Number }); i >= 0 {
			one.Recording, one.Start, one.Uncertain = r.ID, &r.SlideTimes[i].Start, r.SlideTimes[i].Uncertain
			break
		}
	}
	f.add(one, append(lines, s.Title)...)
}

// best returns the first moments by time, those without a time last, with their URLs and
// images.
func (f *finder) best(most int) []Moment {
	list := f.found
	slices.SortStableFunc(list, func(a, b Moment) int {
		if a.Start == nil || b.Start == nil {
			return cmp.Compare(known(b.Start), known(a.Start))
		}
		return cmp.Or(cmp.Compare(f.place(a.Recording), f.place(b.Recording)), cmp.Compare(*a.Start, *b.Start))
	})
	list = list[:min(len(list), most)]
	for i := range list {
		list[i].Text = beginning(strings.TrimSpace(list[i].Text), longestMoment)
		list[i].URL, list[i].Image = f.url(list[i]), f.image(list[i])
	}
	return list
}

// longestMoment is the maximum length of a moment's text, in characters.
const longestMoment = 300

func known(start *float64) int {
	if start == nil {
		return 0
	}
	return 1
}

func (f *finder) place(recording string) int {
	return slices.IndexFunc(f.m.Recordings, func(r manifest.Recording) bool { return r.ID == recording })
}

// url is the address of the meeting's page at a moment, relative to the catalogue.
func (f *finder) url(one Moment) string {
	query := url.Values{}
	if one.Start != nil {
		query.Set("t", strconv.FormatFloat(*one.Start, 'f', -1, 64))
		if f.place(one.Recording) > 0 {
			query.Set("r", one.Recording)
		}
	}
	if one.Deck != "" {
		query.Set("d", one.Deck)
		query.Set("s", strconv.Itoa(one.Slide))
	}
	page := inside(f.m.ID, layout.Index)
	if len(query) == 0 {
		return page
	}
	return page + "?" + query.Encode()
}

// image returns a small image of the slide, or of the slide on the screen; nil if there
// is none.
func (f *finder) image(one Moment) *Image {
	deck, number := one.Deck, one.Slide
	if deck == "" && one.Start != nil {
		if r := f.place(one.Recording); r >= 0 {
			for _, t := range f.m.Recordings[r].SlideTimes {
				if t.Start <= *one.Start && *one.Start < t.End {
					deck, number = t.Deck, t.Slide
				}
			}
		}
	}
	for _, d := range f.m.Decks {
		for _, s := range d.Slides {
			if d.ID == deck && s.Number == number {
				return narrowest(f.m.ID, s.Images)
			}
		}
	}
	return nil
}

// narrowest returns the image of the smallest width; of two, the JPEG, which everything
// shows.
func narrowest(id string, images []manifest.Image) *Image {
	var best *Image
	for _, img := range images {
		if best == nil || img.Width < best.Width || img.Width == best.Width && img.Type == "image/jpeg" {
			best = &Image{URL: path.Clean(inside(id, img.URL)), Type: img.Type, Width: img.Width, Height: img.Height}
		}
	}
	return best
}

// Limits of a sentence: captions rarely have full stops where a program made them.
const (
	longestSentence = 200 // characters
	longestSilence  = 2.0 // seconds within a sentence
)

// sentences joins cues to sentences with the times of their beginnings.
func sentences(cues []meeting.Cue) []meeting.Cue {
	var list []meeting.Cue
	open := false
	for _, c := range cues {
		text := strings.Join(strings.Fields(c.Text), " ")
		if text == "" {
			continue
		}
		if open && continues(list[len(list)-1], c, text) {
			last := &list[len(list)-1]
			last.Text, last.End = last.Text+" "+text, c.End
		} else {
			list = append(list, meeting.Cue{Start: c.Start, End: c.End, Speaker: c.Speaker, Text: text})
		}
		end, _ := utf8.DecodeLastRuneInString(text)
		open = !strings.ContainsRune(".?!。？！", end)
	}
	return list
}

// continues reports whether a cue with that text continues a sentence.
func continues(sentence, c meeting.Cue, text string) bool {
	return c.Start-sentence.End <= longestSilence && (c.Speaker == "" || c.Speaker == sentence.Speaker) &&
		utf8.RuneCountInString(sentence.Text)+utf8.RuneCountInString(text) < longestSentence
}
