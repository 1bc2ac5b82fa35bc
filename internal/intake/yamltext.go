package intake

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// yamlText writes maps, lists, texts and true or false as YAML for people. The library leaves texts
// such as "? !" unquoted, which its parser takes for something else; here a text is plain only if nothing
// can mistake it.
func yamlText(list yaml.MapSlice) []byte {
	var out bytes.Buffer
	writeMap(&out, list, "")
	return out.Bytes()
}

func writeMap(out *bytes.Buffer, list yaml.MapSlice, indent string) {
	for i, item := range list {
		if i > 0 {
			out.WriteString(indent)
		}
		key, _ := item.Key.(string)
		out.WriteString(key + ":")
		writeValue(out, item.Value, indent)
	}
}

// writeValue writes what follows a key, with the end of the line.
func writeValue(out *bytes.Buffer, value any, indent string) {
	switch value := value.(type) {
	case yaml.MapSlice:
		if len(value) == 0 {
			out.WriteString(" {}\n")
			return
		}
		out.WriteString("\n" + indent + "  ")
		writeMap(out, value, indent+"  ")
	case []any:
		if len(value) == 0 {
			out.WriteString(" []\n")
			return
		}
		out.WriteByte('\n')
		for _, one := range value {
			out.WriteString(indent + "  -")
			if fields, is := one.(yaml.MapSlice); is && len(fields) > 0 {
				out.WriteByte(' ')
				writeMap(out, fields, indent+"    ")
				continue
			}
			writeValue(out, one, indent+"  ")
		}
	case bool:
		if value {
			out.WriteString(" true\n")
		} else {
			out.WriteString(" false\n")
		}
	case string:
		out.WriteString(" " + scalarText(value, indent+"  ") + "\n")
	default: // nothing
		out.WriteByte('\n')
	}
}

// plain matches texts that are the same without quotes: they begin with a letter, and have neither
// ": " nor " #".
var plain = regexp.MustCompile(`^\p{L}[\p{L}\p{N} ,.()/+_'’–-]*$`)

// plainTime matches dates and times, which the reader takes as they are written.
var plainTime = regexp.MustCompile(`^-?\d+:\d\d:\d\d(\.\d+)?$|^\d{4}-\d\d-\d\d(T[0-9:+-]+Z?)?$`)

// scalarText is a text as a plain word, a literal block or in quotes.
func scalarText(text, indent string) string {
	lines := strings.Split(text, "\n")
	switch {
	case plain.MatchString(text) && !strings.HasSuffix(text, " ") && !keyword(text), plainTime.MatchString(text):
		return text
	case len(lines) > 1 && literal(lines):
		for i, line := range lines {
			if line != "" {
				lines[i] = indent + line
			}
		}
		return "|-\n" + strings.Join(lines, "\n")
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out) // a text in JSON is one in YAML (YAML 1.2.2, chapter 1.2)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string can be encoded
	return strings.TrimSuffix(out.String(), "\n")
}

// keyword reports whether a plain text would be no text.
func keyword(text string) bool {
	switch strings.ToLower(text) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan":
		return true
	}
	return false
}

// literal reports whether lines are the same in a literal block.
func literal(lines []string) bool {
	for i, line := range lines {
		odd := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0
		if odd || strings.TrimSpace(line) != line || line == "" && (i == 0 || i == len(lines)-1) {
			return false
		}
	}
	return true
}
