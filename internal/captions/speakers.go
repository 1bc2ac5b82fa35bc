package captions

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
)

// Names in front of what is said, as Zoom writes them ("Speaker for Harbour: Good
// morning"), are told from other words before a colon by two things: they come
// again, and in a transcript of that kind nearly all captions have one; or they
// are all in capitals, as people who caption for the deaf write them where the
// speaker changes.
const (
	transcript = 0.6 // share of captions with a name that comes again, in those of Zoom's kind
	again      = 2   // times that a name has to come
)

// named moves the names of speakers out of the text, where the captions have
// no other way to say who speaks.
func named(cues []meeting.Cue) []meeting.Cue {
	if slices.ContainsFunc(cues, func(c meeting.Cue) bool { return c.Speaker != "" }) {
		return cues
	}
	prefix := regexp.MustCompile(`^(?:>> ?|- ?)?([^:<>\n]{1,60}): *(\S(?s:.*))$`)
	times := map[string]int{}
	found := make([][]string, len(cues))
	for i, c := range cues {
		if found[i] = prefix.FindStringSubmatch(c.Text); found[i] != nil && nameLike(found[i][1]) {
			times[found[i][1]]++
		} else {
			found[i] = nil
		}
	}
	recurring := 0
	for _, n := range times {
		if n >= again {
			recurring += n
		}
	}
	dense := recurring > 0 && float64(recurring) >= transcript*float64(len(cues)) // then whoever speaks once has a name too
	kept := slices.Clone(cues)
	for i, parts := range found {
		if parts != nil && (dense || times[parts[1]] >= again && capitals(parts[1])) {
			kept[i].Speaker, kept[i].Text = name(parts[1]), tidy(parts[2])
		}
	}
	return kept
}

// nameLike reports whether what stands before a colon may be a name: a few
// words, the first with a capital where the script has any, and no end of a
// sentence among them but that of a title ("Dr. Who").
func nameLike(text string) bool {
	fields := strings.Fields(text)
	if len(fields) == 0 || len(fields) > 6 || strings.ContainsAny(text, "?!;\"") {
		return false
	}
	for i, f := range fields {
		if strings.HasSuffix(f, ".") && (i == len(fields)-1 || len([]rune(f)) > 5) {
			return false
		}
	}
	first := []rune(fields[0])[0]
	return unicode.IsLetter(first) && !unicode.IsLower(first)
}

func capitals(text string) bool {
	return strings.ToUpper(text) == text && strings.ToLower(text) != text
}
