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

// Sheet is meeting.yaml: what an organiser says of a meeting, beside its files. All of it is optional.
type Sheet struct {
	// What the meeting is called. Without it, the name of the folder tells.
	Title string `yaml:"title"`
	// The day it was held, or began: 2023-06-06.
	Date string `yaml:"date" jsonschema:"format=date"`
	// The name that its address is made of. It stays when title and date are corrected later. Without it, it is made of date and title.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9][a-z0-9-]{0\\,63}$"`
	// A few sentences for the page and for search.
	Description string `yaml:"description"`
	// What is spoken, as a BCP 47 tag: en, de, pt-BR.
	Language string `yaml:"language"`
	// Who may find it: public is listed, unlisted is readable to who has the link, private is not published.
	Visibility meeting.Visibility `yaml:"visibility" jsonschema:"enum=public,enum=unlisted,enum=private,default=public"`
	// How recordings are encoded: meeting for slides with a speaker, camera for a moving picture, archive-hq for the best picture at twice the time and bytes, audio for the sound alone, modern for AV1 beside H.264.
	Profile string `yaml:"profile" jsonschema:"enum=meeting,enum=camera,enum=archive-hq,enum=audio,enum=modern,default=meeting"`
	// The moment of the first recording whose picture stands for it before it plays: seconds, mm:ss or h:mm:ss. Without it, the best of some frames.
	Poster *Moment `yaml:"poster"`
	// Who took part.
	People []Person `yaml:"people"`
	// The talks, in their order. Without any, each deck is one.
	Presentations []Presentation `yaml:"presentations"`
	// Where parts of a recording begin. Without any, where the presentations do, or as the recording's own file says.
	Chapters []Chapter `yaml:"chapters"`
	// Files with what is said in a recording: WebVTT, SubRip and others. Those beside a recording are found by their names; what is said here of them goes first.
	Captions []Captions `yaml:"captions"`
	// Files that belong together: parts of one recording, or several pictures of it. Only what is not recognised, or is recognised wrongly.
	Recordings []Recording `yaml:"recordings"`
	// Whether files that a program or a camera left of one recording are taken together. If not, every file is a recording by itself, but for what recordings says.
	Together *bool `yaml:"together" jsonschema:"default=true"`
	// Files to leave out.
	Ignore []string `yaml:"ignore"`
	// Files that are to be offered as papers, whatever they are.
	Documents []Document `yaml:"documents"`
	// What others may do with the files.
	Rights Rights `yaml:"rights"`
	// What opens decks that are encrypted. A presentation may have its own.
	Password string `yaml:"password"`
}

// Person is somebody who took part.
type Person struct {
	// The name as it is to be shown.
	Name string `yaml:"name" jsonschema:"required"`
	// What the person did: chair, speaker.
	Role string `yaml:"role"`
	// Where the person works.
	Affiliation string `yaml:"affiliation"`
}

// Presentation is one talk. It has a title, or a deck whose name gives one.
type Presentation struct {
	// What links to it end with. Without it, it is made of the deck's name or of the title.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9][a-z0-9-]{0\\,63}$"`
	// What the talk is called.
	Title string `yaml:"title"`
	// Who gave it, if it was one person.
	Speaker string `yaml:"speaker"`
	// Who gave it, if there were several.
	Speakers []string `yaml:"speakers"`
	// The file with its slides.
	Deck string `yaml:"deck"`
	// What opens the deck, if it is encrypted.
	Password string `yaml:"password"`
	// The file that it is recorded in. Without it, the first recording.
	Recording string `yaml:"recording"`
	// When it begins in the recording: seconds, mm:ss or h:mm:ss.
	Start *Moment `yaml:"start"`
	// When it ends, likewise. Without it, where the next one begins.
	End *Moment `yaml:"end"`
}

// Chapter is a part of a recording.
type Chapter struct {
	// When it begins: seconds, mm:ss or h:mm:ss.
	Start *Moment `yaml:"start" jsonschema:"required"`
	// What it is about.
	Title string `yaml:"title" jsonschema:"required"`
	// The file that it is a part of. Without it, the first recording.
	Recording string `yaml:"recording"`
}

// Captions is a file with what is said in a recording: its name, or its name with more about it.
type Captions struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// What language they are in, as a BCP 47 tag: en, de, pt-BR. Without it, the file's name tells, and else the language of the meeting.
	Language string `yaml:"language"`
	// The recording that they belong to. Without it, the file's name tells.
	Recording string `yaml:"recording"`
	// Whether somebody has read them and found them right. Without it, they count as made by a machine.
	Reviewed bool `yaml:"reviewed" jsonschema:"default=false"`
}

// Recording is the files of one recording: a file by itself, or with more about what belongs to it.
type Recording struct {
	// The file.
	File string `yaml:"file"`
	// The files, if it was split into several, in the order in which they are joined.
	Files []string `yaml:"files"`
	// What its picture shows: the screen, the speaker, or a gallery of all.
	Shows meeting.View `yaml:"shows" jsonschema:"enum=screen,enum=speaker,enum=gallery"`
	// Other pictures of the same scene, recorded at the same time.
	Views []View `yaml:"views"`
}

// View is another picture of a recording: its file, or its file with more about it.
type View struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// What it shows: the screen, the speaker, or a gallery of all.
	Shows meeting.View `yaml:"shows" jsonschema:"enum=screen,enum=speaker,enum=gallery"`
	// When it begins in the recording: seconds, mm:ss or h:mm:ss, with a minus if it begins before. Without it, the sound tells.
	Offset *Offset `yaml:"offset"`
}

// Document is a file to offer as a paper: its name, or its name with a title.
type Document struct {
	// The file.
	File string `yaml:"file" jsonschema:"required"`
	// What the paper is called. Without it, the file's name tells.
	Title string `yaml:"title"`
}

// Rights says what others may do with the files.
type Rights struct {
	// An SPDX identifier such as CC-BY-4.0, or a sentence.
	License string `yaml:"license"`
	// Whose work it is.
	Holder string `yaml:"holder"`
	// Whether the original files are offered for download.
	Downloads *bool `yaml:"downloads" jsonschema:"default=true"`
}

// Moment is a time within a recording, in seconds.
type Moment float64

// setText makes a moment of "75", "1:15" or "0:01:15.5".
func (m *Moment) setText(text string) error {
	wrong := fmt.Errorf("%q is no time: write seconds, mm:ss or h:mm:ss", text)
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

// Offset is a time from the beginning of a recording, in seconds; negative
// before it.
type Offset float64

// setText makes an offset of "75", "-1:15" or "0:01:15.5".
func (o *Offset) setText(text string) error {
	size, negative := strings.CutPrefix(text, "-")
	var m Moment
	if err := m.setText(size); err != nil {
		return fmt.Errorf("%q is no time: write seconds, mm:ss or h:mm:ss, with a minus for a time before the beginning", text)
	}
	if *o = Offset(m); negative {
		*o = -*o
	}
	return nil
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

// isDate reports whether text is a day in ISO 8601.
func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
