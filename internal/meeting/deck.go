package meeting

// Slide is one page of a deck, with all that it says.
type Slide struct {
	Number   int       `json:"number"` // from 1; hidden slides count
	Title    string    `json:"title,omitempty"`
	Body     string    `json:"body,omitempty"`   // what Blocks say, a paragraph a line; table cells parted by tabs
	Notes    string    `json:"notes,omitempty"`  // the speaker's notes, a paragraph a line
	Master   string    `json:"master,omitempty"` // what comes from its layout and master, footers included; no part of Body
	Hidden   bool      `json:"hidden,omitempty"`
	OCR      bool      `json:"ocr,omitempty"`    // its text was read off its picture
	Blocks   []Block   `json:"blocks,omitempty"` // in the order in which they are read
	Links    []Link    `json:"links,omitempty"`  // http, https and mailto only, each once
	Comments []Comment `json:"comments,omitempty"`
	Images   []Image   `json:"images,omitempty"`  // widest first
	Steps    [][]Image `json:"steps,omitempty"`   // images of the steps before Images, if it is built up step by step
	Color    string    `json:"color,omitempty"`   // mean of its picture, "#rrggbb"
	Words    string    `json:"words,omitempty"`   // object with the places of its words
	Damaged  string    `json:"damaged,omitempty"` // why it has no content: its part of the file cannot be read

	Unread []SlidePart `json:"unread,omitempty"` // parts that are in the file and cannot be read

	Language  string `json:"language,omitempty"`  // BCP 47, of most of its text
	Direction string `json:"direction,omitempty"` // "rtl" if most of its text is written from right to left
	Media     []Clip `json:"media,omitempty"`     // video and audio files on it that browsers play
	Areas     []Area `json:"areas,omitempty"`     // the parts of the PDF file that show it, one a step; none means page Number

	Embedded []Embedded `json:"-"` // video and audio files in the deck; known while it is read, and never stored
}

// SlidePart is a part of a slide in the file.
type SlidePart string

// The parts that a slide can do without.
const (
	NotesPart     SlidePart = "notes"
	CommentsPart  SlidePart = "comments"
	RelationsPart SlidePart = "relations" // which lead to notes, comments, charts and links
)

// Area is a part of a PDF file's page that shows a slide, or one step of it. The zero
// rectangle is the whole page.
type Area struct {
	Page   int     `json:"page"` // from 1
	Left   float64 `json:"left,omitempty"`
	Top    float64 `json:"top,omitempty"`
	Width  float64 `json:"width,omitempty"` // shares of the page, like the others
	Height float64 `json:"height,omitempty"`
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
	Picture BlockKind = "picture" // what its author says that it shows, and the text that OCR found in it, a paragraph a line
)

// Block is one piece of a slide's content.
type Block struct {
	Kind   BlockKind  `json:"kind"`
	Level  int        `json:"level,omitempty"`      // of an item, from 1
	Marker string     `json:"marker,omitempty"`     // of an item of an ordered list, such as "3."; Text begins with it
	Text   string     `json:"text,omitempty"`       // of all but tables and charts; formulas in one line, such as (a+b)/c
	LaTeX  string     `json:"latex,omitempty"`      // Text with its formulas as LaTeX between \( and \), if it has any
	MathML []string   `json:"mathml,omitempty"`     // of each formula in LaTeX, the content of an element math
	Rows   [][]string `json:"rows,omitempty"`       // of a table; a cell that is merged into another is empty, its paragraphs are separated by line feeds
	Header int        `json:"headerRows,omitempty"` // number of header rows of a table
	Merged []Merged   `json:"merged,omitempty"`     // the cells of a table that cover others
	Chart  *Chart     `json:"chart,omitempty"`
	Alt    string     `json:"alt,omitempty"` // alternative text from the author
	OCR    []OCRWord  `json:"ocr,omitempty"` // the words of Text, if OCR found them
}

// OCRWord is a word that OCR found in an image.
type OCRWord struct {
	Text       string `json:"text"`
	Confidence int    `json:"confidence"` // per cent
}

// Merged is a table cell that covers more than one row or column.
type Merged struct {
	Row     int `json:"row"` // from 0
	Column  int `json:"column"`
	Rows    int `json:"rows"` // number of rows that it covers, from 1
	Columns int `json:"columns"`
}

// Chart is the data of a chart.
type Chart struct {
	Title      string   `json:"title,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Series     []Series `json:"series,omitempty"`
}

// Series is one data series of a chart, with one value per category.
type Series struct {
	Name   string   `json:"name,omitempty"`
	Values []string `json:"values,omitempty"` // as in the file; empty if missing

	Formatted []string `json:"formatted,omitempty"` // Values as the chart shows them, such as "12 %", if that differs
}

// Link is a link on a slide.
type Link struct {
	URL  string `json:"url"`
	Text string `json:"text,omitempty"` // visible text of the link
}

// Comment is a review comment on a slide.
type Comment struct {
	Author string `json:"author,omitempty"`
	Date   string `json:"date,omitempty"` // as in the file, usually ISO 8601
	Text   string `json:"text"`
}

// Properties are the document properties of a file.
type Properties struct {
	Title       string `json:"title,omitempty"`
	Author      string `json:"author,omitempty"`
	Subject     string `json:"subject,omitempty"`
	Keywords    string `json:"keywords,omitempty"`
	Description string `json:"description,omitempty"`
	Created     string `json:"created,omitempty"` // as in the file, usually ISO 8601
	Modified    string `json:"modified,omitempty"`
}

// DeckText is all that a deck says.
type DeckText struct {
	Properties Properties     `json:"properties,omitzero"`
	Slides     []Slide        `json:"slides"`
	Outline    []OutlineEntry `json:"outline,omitempty"` // table of contents of a PDF file, sections of a presentation
	Pages      int            `json:"pages,omitempty"`   // of a PDF file, if not each page is a slide
	Macros     bool           `json:"macros,omitempty"`  // it brings programs, which nobody ran
}

// OutlineEntry is one entry of a deck's table of contents.
type OutlineEntry struct {
	Title string `json:"title"`
	Level int    `json:"level"` // from 1
	Page  int    `json:"page"`  // number of the slide, from 1
}

// Page is one page of a deck as it is painted.
type Page struct {
	Images  []Image `json:"images"` // widest first
	Color   string  `json:"color"`  // mean, "#rrggbb"
	Words   string  `json:"words,omitempty"`
	Letters int     `json:"letters"` // letters and digits of the text that it holds
	Covered float64 `json:"covered"` // share of it that pictures cover, 0 to 1

	Pictures float64 `json:"pictures,omitempty"` // share of it that its own pictures cover, which are not on most pages
	Area     Area    `json:"area,omitzero"`      // of the PDF file, if several slides are printed on a page
}
