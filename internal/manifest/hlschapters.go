package manifest

import (
	"cmp"
	"io"
)

// hlsChaptersID is the DATA-ID of chapters in a master playlist: Apple's convention, from
// "Providing JavaScript Object Notation (JSON) chapters".
const hlsChaptersID = "com.apple.hls.chapters"

// hlsChapter is a chapter in the file that a master playlist names.
type hlsChapter struct {
	Number   int        `json:"chapter"` // from 1
	Start    float64    `json:"start-time"`
	Duration float64    `json:"duration"`
	Titles   []hlsTitle `json:"titles"`
}

type hlsTitle struct {
	Language string `json:"language"` // BCP 47
	Title    string `json:"title"`
}

// WriteHLSChapters writes the sections of r as chapters for players of HLS.
func WriteHLSChapters(w io.Writer, m Manifest, r Recording) error {
	list := []hlsChapter{}
	for i, c := range m.Sections(r) {
		start, end := milliseconds(c.Start)/1000, milliseconds(c.End)/1000
		list = append(list, hlsChapter{
			Number: i + 1, Start: start, Duration: milliseconds(end-start) / 1000,
			Titles: []hlsTitle{{Language: cmp.Or(m.lang(), "und"), Title: c.Title}},
		})
	}
	return writeJSON(w, list, "HLS chapters of "+r.ID)
}
