package storage

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/words"
)

// longestName is what every file system takes, in bytes, with room for a
// browser's " (1)".
const longestName = 200

// Attachment is the Content-Disposition of a file to be saved under a name (RFC
// 6266); [Inline] is that of a file to be shown. A name may come from anybody:
// characters that end a header, lead to another folder or hide the real name
// are left out. If nothing remains, the header is empty.
func Attachment(name string) string { return disposition("attachment", name) }

// Inline is the Content-Disposition of a file to be shown; see [Attachment].
func Inline(name string) string { return disposition("inline", name) }

func disposition(kind, name string) string {
	name = fileName(name)
	if name == "" {
		return ""
	}
	plain := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || strings.ContainsRune(`"\%`, r) { // RFC 6266, appendix D: no escapes, they are read in many ways
			return '_'
		}
		return r
	}, name)
	header := kind + `; filename="` + plain + `"`
	if plain != name {
		header += "; filename*=UTF-8''" + extended(name)
	}
	return header
}

// extended is a name as RFC 8187 has it.
func extended(name string) string {
	// What PathEscape leaves as it is beyond the letters, figures and -_.~ is no
	// attr-char, but for $ & and +.
	return strings.NewReplacer("@", "%40", "=", "%3D", ":", "%3A").Replace(url.PathEscape(name))
}

// fileName is a name that can be a file's on any system: one line, without
// slashes and what systems forbid, and not too long. It keeps its extension.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), words.Turns(r):
			return -1
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		}
		return r
	}, name)
	// What is left of a long name may end in what looks like an extension.
	for {
		shorter := shorten(name)
		if shorter == name {
			return name
		}
		name = shorter
	}
}

// shorten is a name that is not too long, or nearer to that.
func shorten(name string) string {
	name = strings.Trim(words.OneLine(name), ". ")
	ext := path.Ext(name)
	if len(ext) > 16 {
		ext = ""
	}
	stem := strings.TrimRight(cut(strings.TrimSuffix(name, ext), longestName-len(ext)), ". ")
	if stem == "" {
		return ""
	}
	return stem + ext
}

// cut is the beginning of s with at most so many bytes and whole characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
