package meeting

// Slide is one page of a deck, with all that it says.
type Slide struct {
	Number   int       `json:"number"` // from 1, hidden slides counted
	Title    string    `json:"title,omitempty"`
	Body     string    `json:"body,omitempty"`   // what Blocks say, a paragraph a line; table cells parted by tabs
	Notes    string    `json:"notes,omitempty"`  // the speaker's notes, a paragraph a line
	Master   string    `json:"master,omitempty"` // what comes from its layout and master, footers included; no part of Body
	Hidden   bool      `json:"hidden,omitempty"`
	OCR      bool      `json:"ocr,omitempty"`    // its text was read off its picture
	Blocks   []Block   `json:"blocks,omitempty"` // in the order in which they are read
	Links    []Link    `json:"links,omitempty"`  // http, https and mailto only, each once
	Comments []Comment `json:"comments,omitempty"`
	Images   []Image   `json:"images,omitempty"` // widest first
	Color    string    `json:"color,omitempty"`  // mean of its picture, "#rrggbb"
	Words    string    `json:"words,omitempty"`  // object with the places of its words
}

// BlockKind says what a block is.
type BlockKind string

// The kinds of blocks.
const (
	Text    BlockKind = "text"    // a paragraph
	Item    BlockKind = "item"    // a paragraph of a list
	Table   BlockKind = "table"   // rows of cells
	Graph   BlockKind = "chart"   // figures
	Diagram BlockKind = "diagram" // texts that a drawing connects, a line each
	Picture BlockKind = "picture" // only what its author says that it shows
)

// Block is a piece of what a slide says.
type Block struct {
	Kind  BlockKind  `json:"kind"`
	Level int        `json:"level,omitempty"` // of an item, from 1
	Text  string     `json:"text,omitempty"`  // of a text, an item or a diagram
	Rows  [][]string `json:"rows,omitempty"`  // of a table; a cell that is merged into another is there, empty
	Chart *Chart     `json:"chart,omitempty"`
	Alt   string     `json:"alt,omitempty"` // the alternative text that its author gave it
}

// Chart is the figures that a chart draws.
type Chart struct {
	Title      string   `json:"title,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Series     []Series `json:"series,omitempty"`
}

// Series is one row of a chart's figures, a value a category.
type Series struct {
	Name   string   `json:"name,omitempty"`
	Values []string `json:"values,omitempty"` // as the file writes them; empty where there is none
}

// Link is a reference for a reader to follow.
type Link struct {
	URL  string `json:"url"`
	Text string `json:"text,omitempty"` // by which it is shown
}

// Comment is what somebody remarked on a slide.
type Comment struct {
	Author string `json:"author,omitempty"`
	Date   string `json:"date,omitempty"` // as the file has it, mostly ISO 8601
	Text   string `json:"text"`
}

// Properties are what a file says of itself.
type Properties struct {
	Title       string `json:"title,omitempty"`
	Author      string `json:"author,omitempty"`
	Subject     string `json:"subject,omitempty"`
	Keywords    string `json:"keywords,omitempty"`
	Description string `json:"description,omitempty"`
	Created     string `json:"created,omitempty"` // as the file has it, mostly ISO 8601
	Modified    string `json:"modified,omitempty"`
}

// DeckText is all that a deck says.
type DeckText struct {
	Properties Properties     `json:"properties,omitzero"`
	Slides     []Slide        `json:"slides"`
	Outline    []OutlineEntry `json:"outline,omitempty"` // of a PDF file
	Macros     bool           `json:"macros,omitempty"`  // it brings programs, which nobody ran
}

// OutlineEntry is a line of a PDF file's table of contents.
type OutlineEntry struct {
	Title string `json:"title"`
	Level int    `json:"level"` // from 1
	Page  int    `json:"page"`  // from 1
}

// Page is one page of a deck as it is painted.
type Page struct {
	Images  []Image `json:"images"` // widest first
	Color   string  `json:"color"`  // mean, "#rrggbb"
	Words   string  `json:"words,omitempty"`
	Letters int     `json:"letters"` // letters and digits of the text that it holds
	Covered float64 `json:"covered"` // share of it that pictures cover, 0 to 1
}
