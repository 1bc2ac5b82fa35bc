package meeting

// Clip is a video or an audio file of a slide.
type Clip struct {
	Object

	Title    string  `json:"title,omitempty"`    // alternative text from the author
	Duration float64 `json:"duration,omitempty"` // seconds
}

// SlideClips are the clips of one slide.
type SlideClips struct {
	Slide int    `json:"slide"` // its number
	Clips []Clip `json:"clips"`
}

// Embedded is a video or an audio file within a deck, as a slide shows it.
type Embedded struct {
	Part  string // name of the file in the deck
	Title string // alternative text from the author
	Cut   bool   // a slide show does not show all of it: it is trimmed, or its picture is cropped
	Muted bool   // a slide show plays it without sound
}
