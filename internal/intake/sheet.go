package intake

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/meeting"
)

// Sheet is meeting.yaml, the description of a meeting. Every key is optional.
type Sheet struct {
	// Title of the meeting. Default: taken from the name of the folder.
	Title string `yaml:"title"`
	// Date of the meeting, or of its first day: 2023-06-06.
	Date string `yaml:"date" jsonschema:"format=date"`
	// Name in the meeting's address. It does not change when title and date are corrected. Default: made from date and title.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9][a-z0-9-]{0\\,63}$"`
	// A few sentences about the meeting, for the page and for search.
	Description string `yaml:"description"`
	// Language of the meeting, as a BCP 47 tag: en, de, pt-BR.
	Language string `yaml:"language"`
	// Room of the meeting, to find it in the schedule of an event. Default: the room that the title or the name of the folder contains.
	Room string `yaml:"room"`
	// Who can find the meeting: public meetings are listed, unlisted ones need the link, private ones are not published.
	Visibility meeting.Visibility `yaml:"visibility" jsonschema:"enum=public,enum=unlisted,enum=private,default=public"`
	// Encoding profile: meeting for slides with a speaker, camera for moving pictures, archive-hq for the best quality at twice the time and size, audio for audio only, modern for AV1 in addition to H.264.
	Profile string `yaml:"profile" jsonschema:"enum=meeting,enum=camera,enum=archive-hq,enum=audio,enum=modern,default=meeting"`
	// Time of the poster frame in the first recording: seconds, mm:ss or h:mm:ss. Default: the best of several frames.
	Poster *Moment `yaml:"poster"`
	// What to play of the recordings. Times are those of the first recording; auto is for all. Default: all of them.
	Trim *Trim `yaml:"trim"`
	// Participants.
	People []Person `yaml:"people"`
	// Presentations in order. Default: one per deck.
	Presentations []Presentation `yaml:"presentations"`
	// Chapters of the recordings. Default: the presentations, or the chapters in the recording's file.
	Chapters []Chapter `yaml:"chapters"`
	// Caption files: WebVTT, SubRip and others. Files named after a recording are found without an entry; an entry takes precedence over the name.
	Captions []Captions `yaml:"captions"`
	// Files that belong to one recording: its parts, or several pictures of it. Needed only where they are not recognised, or recognised wrongly.
	Recordings []Recording `yaml:"recordings"`
	// Whether to group the files that a program or a camera writes for one recording. If false, every file is a recording of its own, except those in recordings.
	Together *bool `yaml:"together" jsonschema:"default=true"`
	// Files to leave out.
	Ignore []string `yaml:"ignore"`
	// What files are, if Proceedings takes them for something else: a PDF file that is a deck, a clip to offer as a document.
	Files []FileRole `yaml:"files"`
	// Files to offer as documents, whatever their format.
	Documents []Document `yaml:"documents"`
	// Licence and downloads.
	Rights Rights `yaml:"rights"`
	// What to publish of decks beyond what the audience saw: speaker notes, hidden slides, comments with their authors, metadata such as the author, the original files. Default: nothing of these.
	Publish []meeting.Disclosure `yaml:"publish" jsonschema:"enum=notes,enum=hiddenSlides,enum=comments,enum=metadata,enum=originals"`
	// Whether to look for slides in the pictures of recordings, if the meeting has no deck, and to publish them as one.
	FindSlides *bool `yaml:"findSlides" jsonschema:"default=true"`
	// Password for encrypted decks. A presentation may have its own.
	Password string `yaml:"password"`
}

// Person is a participant.
type Person struct {
	// Name to show.
	Name string `yaml:"name" jsonschema:"required"`
	// Role in the meeting: chair, speaker.
	Role string `yaml:"role"`
	// Organisation of the person.
	Affiliation string `yaml:"affiliation"`
}

// Presentation is one talk. It needs a title, or a deck whose name supplies one.
type Presentation struct {
	// ID of the presentation in links. Default: made from the deck's name or from the title.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9][a-z0-9-]{0\\,63}$"`
	// Title of the presentation.
	Title string `yaml:"title"`
	// The speaker, if there is one.
	Speaker string `yaml:"speaker"`
	// The speakers, if there are several.
	Speakers []string `yaml:"speakers"`
	// File with the slides.
	Deck string `yaml:"deck"`
	// What to publish of the deck beyond what the audience saw, instead of the meeting's list.
	Publish []meeting.Disclosure `yaml:"publish" jsonschema:"enum=notes,enum=hiddenSlides,enum=comments,enum=metadata,enum=originals"`
	// Password of an encrypted deck.
	Password string `yaml:"password"`
	// File that contains the presentation. Default: the first recording.
	Recording string `yaml:"recording"`
	// Start in the recording: seconds, mm:ss or h:mm:ss.
	Start *Moment `yaml:"start"`
	// End in the recording. Default: the start of the next presentation.
	End *Moment `yaml:"end"`
	// Planned start, in local time: a time of day such as 10:30, or a date with a time such as 2026-03-14T10:30. It says nothing about the time in the recording.
	Planned Planned `yaml:"planned"`
}

// Chapter is a titled section of a recording.
type Chapter struct {
	// Start in the recording: seconds, mm:ss or h:mm:ss.
	Start *Moment `yaml:"start" jsonschema:"required"`
	// Title of the chapter.
	Title string `yaml:"title" jsonschema:"required"`
	// File that contains the chapter. Default: the first recording.
	Recording string `yaml:"recording"`
}

// Captions is a caption file: its name, or an object with its name.
type Captions struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// Language, as a BCP 47 tag: en, de, pt-BR. Default: taken from the file's name, then from the meeting.
	Language string `yaml:"language"`
	// File of the recording. Default: taken from the name of the caption file.
	Recording string `yaml:"recording"`
	// Whether a person has reviewed the captions. Default: they count as automatic.
	Reviewed bool `yaml:"reviewed" jsonschema:"default=false"`
}

// Recording is one recording: the name of its file, or an object with its files and views.
type Recording struct {
	// The file.
	File string `yaml:"file"`
	// The files of a split recording, in the order in which they are joined.
	Files []string `yaml:"files"`
	// What the picture shows: the screen, the speaker, or a gallery of the participants.
	Shows meeting.View `yaml:"shows" jsonschema:"enum=screen,enum=speaker,enum=gallery"`
	// Other pictures, recorded at the same time.
	Views []View `yaml:"views"`
	// What to play of the recording, instead of what the meeting says.
	Trim *Trim `yaml:"trim"`
}

// Trim is the part of a recording that is played. Nothing is cut out of the stored recording.
type Trim struct {
	// Start: seconds, mm:ss or h:mm:ss, or auto for the end of a silence of more than 20 seconds without a slide. Default: the beginning.
	Start *TrimPoint `yaml:"start"`
	// End: seconds, mm:ss or h:mm:ss, or auto for the beginning of such a silence. Default: the end.
	End *TrimPoint `yaml:"end"`
}

// View is another picture of a recording: the name of its file, or an object with its name.
type View struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// What the picture shows: the screen, the speaker, or a gallery of the participants.
	Shows meeting.View `yaml:"shows" jsonschema:"enum=screen,enum=speaker,enum=gallery"`
	// Start in the recording: seconds, mm:ss or h:mm:ss, with a minus sign for an earlier start. Default: found by comparing the sound.
	Offset *Offset `yaml:"offset"`
}

// FileRole is the role of a file.
type FileRole struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// Role of the file: deck for slides, document for a download, recording, captions.
	Role meeting.Role `yaml:"role" jsonschema:"required,enum=deck,enum=document,enum=recording,enum=captions"`
}

// Document is a file to offer as a document: its name, or an object with its name and title.
type Document struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// Title of the document. Default: taken from the file's name.
	Title string `yaml:"title"`
}

// Rights is the licence of the files, and whether to offer them.
type Rights struct {
	// An SPDX identifier such as CC-BY-4.0, or a sentence.
	License string `yaml:"license"`
	// Holder of the rights.
	Holder string `yaml:"holder"`
	// Whether to offer the original files for download.
	Downloads *bool `yaml:"downloads" jsonschema:"default=true"`
}

// Moment is a time within a recording, in seconds.
type Moment float64

// setText makes a moment of "75", "1:15" or "0:01:15.5".
func (m *Moment) setText(text string) error {
	wrong := fmt.Errorf("%q is not a valid time: write seconds, mm:ss or h:mm:ss", text)
	parts := regexp.MustCompile(`^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7}(?:\.\d{1,9})?)$`).FindStringSubmatch(text)
	if parts == nil {
		return wrong
	}
	var number [3]float64
	for i, part := range parts[1:] {
		if part == "" {
			continue
		}
		var err error
		if number[i], err = strconv.ParseFloat(part, 64); err != nil {
			return wrong
		}
	}
	hours, minutes, seconds := number[0], number[1], number[2]
	if (parts[2] != "" && (seconds >= 60 || len(strings.Split(parts[3], ".")[0]) != 2)) || (parts[1] != "" && (minutes >= 60 || len(parts[2]) != 2)) {
		return wrong
	}
	*m = Moment(math.Round((hours*3600+minutes*60+seconds)*1e6) / 1e6)
	return nil
}

// Planned is a time of day, or a date with a time in ISO 8601.
type Planned string

// setText checks that text is "10:30", "2026-03-14T10:30" or "2026-03-14T10:30:00+01:00".
func (p *Planned) setText(text string) error {
	for _, layout := range []string{"15:04", "15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		switch {
		case layout == time.RFC3339:
			*p = Planned(t.Format(time.RFC3339))
		case t.Year() == 0:
			*p = Planned(t.Format("15:04:05"))
		default:
			*p = Planned(t.Format("2006-01-02T15:04:05"))
		}
		return nil
	}
	return fmt.Errorf("%q is not a valid time: write 10:30 or 2026-03-14T10:30", text)
}

// on is the planned start of a meeting on that day, or empty if the day is needed and not
// known.
func (p Planned) on(date string) string {
	switch {
	case p == "" || strings.Contains(string(p), "T"):
		return string(p)
	case date == "":
		return ""
	}
	return date + "T" + string(p)
}

// Offset is a time from the beginning of a recording, in seconds; negative
// before it.
type Offset float64

// setText makes an offset of "75", "-1:15" or "0:01:15.5".
func (o *Offset) setText(text string) error {
	size, negative := strings.CutPrefix(text, "-")
	var m Moment
	if err := m.setText(size); err != nil {
		return fmt.Errorf("%q is not a valid time: write seconds, mm:ss or h:mm:ss, with a minus for a time before the beginning", text)
	}
	if *o = Offset(m); negative {
		*o = -*o
	}
	return nil
}

// TrimPoint is a [Moment], or autoTrim.
type TrimPoint float64

// autoTrim is the word "auto".
const autoTrim TrimPoint = -1

// setText makes a trim point of "auto", "75", "1:15" or "0:01:15.5".
func (p *TrimPoint) setText(text string) error {
	if text == "auto" {
		*p = autoTrim
		return nil
	}
	var m Moment
	if err := m.setText(text); err != nil {
		return fmt.Errorf("%q is not a valid time: write auto, seconds, mm:ss or h:mm:ss", text)
	}
	*p = TrimPoint(m)
	return nil
}

// point is p as the record has it.
func (p *TrimPoint) point() meeting.TrimPoint {
	switch {
	case p == nil:
		return meeting.TrimPoint{}
	case *p == autoTrim:
		return meeting.TrimPoint{Auto: true}
	}
	at := float64(*p)
	return meeting.TrimPoint{At: &at}
}

// trim is t as the record has it; nil without one.
func (t *Trim) trim() *meeting.Trim {
	if t == nil {
		return nil
	}
	return &meeting.Trim{Start: t.Start.point(), End: t.End.point()}
}

// setText makes a recording of the name of its only file.
func (r *Recording) setText(text string) error {
	r.File = text
	return nil
}

// setText makes a view of the name of its file alone.
func (v *View) setText(text string) error {
	v.File = text
	return nil
}

// setText makes a document of the name of its file alone.
func (d *Document) setText(text string) error {
	d.File = text
	return nil
}

// setText makes captions of the name of their file alone.
func (c *Captions) setText(text string) error {
	c.File = text
	return nil
}

// IsDate reports whether text is a day of the calendar, in ISO 8601: 2006-01-02.
func IsDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// ParseMoment returns the seconds of a time within a recording: "75", "1:15" or "0:01:15.5".
func ParseMoment(text string) (float64, error) {
	var m Moment
	err := m.setText(text)
	return float64(m), err
}

// ParseOffset is [ParseMoment] for a time that may have a minus sign.
func ParseOffset(text string) (float64, error) {
	var o Offset
	err := o.setText(text)
	return float64(o), err
}
