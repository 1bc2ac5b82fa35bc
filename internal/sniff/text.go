package sniff

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	plain    = "is text, not a recording or a deck"
	playlist = ", which only refers to other files; add the recording itself"
)

// byText knows captions, playlists, mark-up and plain text.
func byText(_ *file, head []byte) Format {
	text, ok := decode(head)
	if !ok {
		return Format{}
	}
	return ofText(text)
}

func ofText(text string) Format {
	trimmed := strings.TrimLeft(text, " \t\r\n\f")
	first, _, _ := strings.Cut(trimmed, "\n")
	first = strings.TrimSpace(first)
	switch {
	case strings.HasPrefix(text, "WEBVTT") && (first == "WEBVTT" || strings.ContainsAny(first[6:7], " \t")):
		return captions("vtt", "text/vtt")
	case subRip(trimmed):
		return captions("srt", "application/x-subrip")
	case youTube(trimmed):
		return captions("sbv", "text/plain")
	case strings.EqualFold(first, "[Script Info]"):
		return captions("ass", "text/x-ssa")
	case strings.HasPrefix(first, "#EXTM3U"):
		return refused("m3u8", "is an HLS playlist"+playlist)
	case strings.HasPrefix(first, "ffconcat version"):
		return refused("ffconcat", "is an ffconcat script"+playlist)
	case strings.EqualFold(first, "[playlist]"), strings.EqualFold(first, "[reference]"):
		return refused("pls", "is a playlist"+playlist)
	}
	if found := markup(trimmed); found.Name != "" {
		return found
	}
	return Format{Name: "text", Type: "text/plain", Paper: true, refusal: plain}
}

// subRip reports whether the text begins with a SubRip cue: a number, and a
// time with a comma before the milliseconds.
func subRip(text string) bool {
	cue := regexp.MustCompile(`^\d{1,6}[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3} *--> *\d{1,3}:\d\d:\d\d[,.]\d`)
	return cue.MatchString(text[:min(len(text), 128)])
}

// youTube reports whether the text begins with a caption as YouTube's sbv files
// have them: two times and nothing else on a line.
func youTube(text string) bool {
	cue := regexp.MustCompile(`^\d{1,3}:\d\d:\d\d\.\d{3},\d{1,3}:\d\d:\d\d\.\d{3}[ \t]*\r?\n`)
	return cue.MatchString(text[:min(len(text), 128)])
}

// markup tells HTML and XML by the first element.
func markup(text string) Format {
	if !strings.HasPrefix(text, "<") {
		return Format{}
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict = false
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return Format{}
		}
		switch token := token.(type) {
		case xml.Directive:
			if fields := strings.Fields(strings.ToLower(string(token))); len(fields) > 1 && fields[0] == "doctype" && fields[1] == "html" {
				return html()
			}
		case xml.StartElement:
			if strings.HasPrefix(text, "<?xml") || len(token.Attr) > 0 || byRoot(token).Name != "xml" {
				return byRoot(token)
			}
			return Format{} // a text that begins "<chair> Good morning"
		}
	}
}

// html is refused even among the documents: it would run in the reader's
// browser as a page of the archive's.
func html() Format { return refused("html", "is a web page, not a recording or a deck") }

func byRoot(root xml.StartElement) Format {
	switch name := strings.ToLower(root.Name.Local); {
	case name == "html", name == "head" && root.Name.Space == "", name == "body" && root.Name.Space == "":
		return html()
	case name == "svg":
		f := refused("svg", picture)
		f.Type = "image/svg+xml"
		return f
	case name == "tt":
		return captions("ttml", "application/ttml+xml")
	case name == "mpd":
		return refused("mpd", "is a DASH manifest"+playlist)
	case name == "smil", name == "asx", name == "playlist":
		return refused("playlist", "is a playlist"+playlist)
	case name == "document" && root.Name.Space == "office":
		for _, attr := range root.Attr {
			if attr.Name.Local == "mimetype" {
				return flat(byMimetype(strings.TrimSpace(attr.Value)))
			}
		}
	}
	return Format{Name: "xml", Type: "application/xml", refusal: plain}
}

// flat renames an OpenDocument format for the form that is one XML file.
func flat(f Format) Format {
	if f.Name == "" {
		return f
	}
	f.Name = "f" + f.Name
	f.Type += "-flat-xml"
	return f
}

func isText(head []byte) bool {
	_, ok := decode(head)
	return ok
}

// decode is the start of a file as text, if it is one: in UTF-8, in UTF-16
// with a byte order mark, or in an encoding of one byte that is mostly print.
func decode(head []byte) (string, bool) {
	switch {
	case len(head) == 0:
		return "", false
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		head = head[3:]
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return decode16(head[2:], binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return decode16(head[2:], binary.BigEndian)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return "", false
	}
	if whole := wholeRunes(head); utf8.Valid(whole) {
		return string(whole), few(controls(whole), len(whole))
	}
	// C1 controls are Windows' punctuation; what a recording has many of are C0.
	letters := 0
	for _, c := range head {
		if c == '\n' || c == '\r' || c == '\t' || c >= 0x20 && c < 0x7f {
			letters++
		}
	}
	// A short run of compressed bytes may do without NULs and controls, but not
	// be mostly ASCII; a text in Cyrillic or Greek of one byte is not either,
	// and has no controls at all.
	n := controls(head)
	return string(head), (n == 0 && len(head) >= 64) || (few(n, len(head)) && letters*10 >= len(head)*8)
}

// wholeRunes is b without a character that the end of the look has cut.
func wholeRunes(b []byte) []byte {
	for cut := 1; cut <= 3 && cut <= len(b); cut++ {
		if c := b[len(b)-cut]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-cut:]) {
				return b[:len(b)-cut]
			}
			return b
		}
	}
	return b
}

// controls counts the control characters that no text needs.
func controls(b []byte) int {
	n := 0
	for _, c := range b {
		if c < 0x20 && !strings.ContainsRune("\t\n\v\f\r\x1b", rune(c)) || c == 0x7f {
			n++
		}
	}
	return n
}

// few is one in a hundred, so that one stray control spoils no text.
func few(n, of int) bool { return n*100 <= of }

// decode16 holds UTF-16 to be text if it has no NULs, no lone surrogates and
// line ends or spaces as a language has.
func decode16(b []byte, order binary.ByteOrder) (string, bool) {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	if len(units) > 0 && utf16.IsSurrogate(rune(units[len(units)-1])) {
		units = units[:len(units)-1] // cut
	}
	text := string(utf16.Decode(units))
	bad := strings.Count(text, "\x00") + strings.Count(text, "\ufffd")
	return text, bad == 0 && few(controls([]byte(text)), len(text)+1)
}
