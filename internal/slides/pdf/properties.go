package pdf

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// ParseProperties parses the file's metadata from the output of pdfinfo. It comes
// first, so the first line of each name counts.
func ParseProperties(out string) meeting.Properties {
	var p meeting.Properties
	fields := map[string]*string{
		"Title": &p.Title, "Author": &p.Author, "Subject": &p.Subject, "Keywords": &p.Keywords,
		"CreationDate": &p.Created, "ModDate": &p.Modified,
	}
	for line := range strings.Lines(out) {
		name, value, found := strings.Cut(line, ":")
		if name == "Pages" {
			break
		}
		if field := fields[name]; found && field != nil {
			*field = printable(value)
			delete(fields, name)
		}
	}
	return p
}

// printable is text on one line, without unprintable characters.
func printable(text string) string {
	return words.OneLine(strings.ToValidUTF8(mapped(text), ""))
}
