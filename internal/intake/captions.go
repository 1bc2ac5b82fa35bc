package intake

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"proceedings/internal/meeting"
)

// belonging says what a file of captions belongs to.
type belonging struct {
	film     int    // entry of the recording; -1 where it is not told
	language string // BCP 47; empty where nothing tells
	reviewed bool
}

// belong finds the recording of every file of captions, and its language. One
// that cannot be told is refused, with what to write about it.
func (d *decision) belong() {
	var films, heads []int // all files of recordings, and those that stand for one
	for i, e := range d.entries {
		if e.refusal == "" && d.roles[i] == meeting.Recording {
			films = append(films, i)
			if d.found.head(i) == i {
				heads = append(heads, i)
			}
		}
	}
	for i := range d.entries {
		e := &d.entries[i]
		if e.refusal != "" || d.roles[i] != meeting.Captions {
			continue
		}
		told, asked := d.captions[i]
		if !asked {
			told.film = -1
		}
		film, tail := d.filmOf(e.name, films)
		if told.film < 0 {
			told.film = film
		}
		if told.language == "" {
			told.language = languageOf(tail)
		}
		switch {
		case told.film < 0 && len(films) == 0:
			e.refusal = "is a caption file, but the meeting has no recording for it"
		case told.film < 0 && len(heads) == 1:
			e.refusal = fmt.Sprintf("is named after another Zoom meeting than %s; if its captions belong to that recording, "+
				"add captions: [{file: %q, recording: %q}] to meeting.yaml", d.entries[heads[0]].name, e.name, d.entries[heads[0]].name)
		case told.film < 0:
			e.refusal = fmt.Sprintf("holds captions, and its name does not tell which of the %d recordings they belong to: "+
				"write it in meeting.yaml, as captions: [{file: %q, recording: %q}]", len(heads), e.name, d.entries[heads[0]].name)
		case d.entries[told.film].refusal != "":
			e.refusal = fmt.Sprintf("holds captions of %s, which is not used: it %s", d.entries[told.film].name, d.entries[told.film].refusal)
		case !d.found.laterPart(told.film): // the times of those of a part count from its beginning
			told.film = d.found.head(told.film)
		}
		d.captions[i] = told
	}
}

// filmOf is the entry that captions of a name belong to, -1 where it is not
// told, and what the name says beyond the recording's. films are all files of
// recordings; of those of one recording, any will do.
func (d *decision) filmOf(name string, films []int) (film int, tail string) {
	film, longest := -1, 0
	folder, base := path.Dir(name), plainStem(name)
	tail = base
	var here, longer, all []int // recordings in the same folder; those whose names go on where that of the captions ends; all
	add := func(list []int, i int) []int {
		if head := d.found.head(i); !slices.Contains(list, head) {
			return append(list, head)
		}
		return list
	}
	for _, i := range films {
		own := plainStem(d.entries[i].name)
		if mine, its := zoomSession(base), zoomSession(own); mine != "" && its != "" && mine != its {
			continue // another meeting, even if there is no other recording
		}
		all = add(all, i)
		if path.Dir(d.entries[i].name) != folder {
			continue
		}
		here = add(here, i)
		switch rest, found := cutStem(base, own); {
		case found && len(own) > longest:
			film, longest, tail = i, len(own), rest
		case zoomSession(base) != "" && zoomSession(base) == zoomSession(own):
			longer = add(longer, i)
		default:
			if _, found = cutStem(own, bareStem(base)); found {
				longer = add(longer, i)
			}
		}
	}
	switch {
	case film >= 0:
		return film, tail
	case len(longer) > 0 && (len(longer) == 1 || zoomSession(base) != ""):
		// Zoom leaves several recordings of a session, all with the same times.
		return longer[0], lastWord(base)
	case len(here) == 1:
		return here[0], lastWord(base)
	case len(all) == 1:
		return all[0], lastWord(base)
	}
	return -1, lastWord(base)
}

// plainStem is the name of a file for comparing: without folder and extension.
func plainStem(name string) string {
	base := norm.NFC.String(strings.ToLower(path.Base(name)))
	return strings.TrimSuffix(base, path.Ext(base))
}

// bareStem is a name without what it says of language and kind.
func bareStem(base string) string {
	for {
		i := strings.LastIndexAny(base, "._- ")
		if i <= 0 || languageOf(base[i:]) == "" && !kindWord(base[i+1:]) {
			return base
		}
		base = base[:i]
	}
}

// cutStem is what follows stem in name, if a new word begins there.
func cutStem(name, stem string) (rest string, found bool) {
	rest, found = strings.CutPrefix(name, stem)
	return rest, found && stem != "" && (rest == "" || strings.ContainsAny(rest[:1], "._- (["))
}

// zoomSession is the beginning that the names of all files of a Zoom session
// have in common; empty for other names.
func zoomSession(stem string) string {
	return regexp.MustCompile(`^gmt\d{8}-\d{6}`).FindString(stem)
}

// lastWord is the end of a name from its last separator on, if it is as short as
// a tag of a language.
func lastWord(base string) string {
	if m := regexp.MustCompile(`[._-]([a-z]{2}(?:-[a-z0-9]{2,4})?)$`).FindString(base); m != "" {
		return m
	}
	return ""
}

// kindWord reports whether a word in the name of captions says what they are and
// not in which language. "sdh" and "cc" would be languages too.
func kindWord(word string) bool {
	return slices.Contains([]string{
		"transcript", "captions", "caption", "subtitles", "subtitle", "subs", "sub", "cc", "sdh", "auto", "default", "untertitel", "asr",
	}, word)
}

// languageOf is the language that the end of a name tells: "de" of ".de", "en"
// of "_eng", "pt-BR" of ".pt-br.cc". Empty where it tells none.
func languageOf(tail string) string {
	for _, word := range slices.Backward(strings.FieldsFunc(tail, func(r rune) bool { return strings.ContainsRune("._ ()[]", r) })) {
		word = strings.Trim(word, "-")
		if len(word) < 2 || kindWord(word) {
			continue
		}
		tag, err := language.Parse(word)
		base, sure := tag.Base()
		if err != nil || sure == language.No || len(base.String()) == 3 && len(word) > 3 {
			// "-de" after a hyphen
			if i := strings.LastIndexByte(word, '-'); i >= 0 {
				return languageOf(word[i+1:])
			}
			return ""
		}
		return tag.String()
	}
	return ""
}
