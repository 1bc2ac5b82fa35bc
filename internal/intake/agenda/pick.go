package agenda

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/words"
)

// Place is what is known about a meeting that an agenda may list.
type Place struct {
	Date  string   // 2006-01-02; empty if unknown
	Room  string   // as the organiser names it; empty if not named
	Names []string // texts that may contain the name of the room: the title, the folder
}

// Pick returns the items of one day in one room, in order of their times, without breaks.
// An error is a predicate that says which day or room is unclear.
func (a Agenda) Pick(p Place) ([]Item, error) {
	items := slices.DeleteFunc(slices.Clone(a.Items), Item.isBreak)
	days := distinct(items, func(i Item) string { return i.Day })
	slices.Sort(days)
	switch {
	case len(days) == 0:
		return nil, errEmpty
	case p.Date == "" && len(days) > 1:
		return nil, fmt.Errorf("has several days (%s), and the meeting has no date: write date: in meeting.yaml", words.List(days, 8))
	case p.Date == "":
		p.Date = days[0]
	case !slices.Contains(days, p.Date):
		return nil, fmt.Errorf("lists nothing on %s, the date of the meeting; it lists %s", p.Date, words.List(days, 8))
	}
	items = slices.DeleteFunc(items, func(i Item) bool { return i.Day != p.Date })
	rooms := distinct(items, func(i Item) string { return i.Room })
	room, err := p.choose(rooms)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(i Item) bool { return i.Room != room })
	slices.SortStableFunc(items, func(a, b Item) int { return a.Start.Compare(b.Start) })
	return items, nil
}

// choose returns the room of the meeting.
func (p Place) choose(rooms []string) (string, error) {
	if p.Room != "" {
		same := slices.DeleteFunc(slices.Clone(rooms), func(r string) bool { return !slices.Equal(Words(r), Words(p.Room)) })
		if len(same) == 0 {
			same = named(rooms, p.Room)
		}
		if len(same) != 1 {
			return "", fmt.Errorf("has no room %q on %s; its rooms are %s", p.Room, p.Date, words.List(rooms, 12))
		}
		return same[0], nil
	}
	if len(rooms) == 1 {
		return rooms[0], nil
	}
	found := named(rooms, p.Names...)
	if len(found) == 1 {
		return found[0], nil
	}
	return "", fmt.Errorf("lists several rooms on %s (%s), and nothing says which one this is: write room: in meeting.yaml", p.Date, words.List(rooms, 12))
}

// named returns the rooms whose names are within the texts. Of "Hall" and "Hall B", a text
// with "Hall B" names only the latter.
func named(rooms []string, texts ...string) []string {
	var found []string
	for _, room := range rooms {
		if name := Words(room); len(name) > 0 && slices.ContainsFunc(texts, func(text string) bool { return contains(Words(text), name) }) {
			found = append(found, room)
		}
	}
	return slices.DeleteFunc(slices.Clone(found), func(r string) bool {
		return slices.ContainsFunc(found, func(other string) bool {
			return other != r && len(Words(other)) > len(Words(r)) && contains(Words(other), Words(r))
		})
	})
}

// contains reports whether all of part is in list, one after the other.
func contains(list, part []string) bool {
	for i := 0; i+len(part) <= len(list); i++ {
		if slices.Equal(list[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// Words are the words of a text without accents and case.
func Words(text string) []string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func distinct(items []Item, key func(Item) string) []string {
	var list []string
	seen := map[string]bool{}
	for _, i := range items {
		if k := key(i); !seen[k] {
			seen[k] = true
			list = append(list, k)
		}
	}
	return list
}

// isBreak reports whether an item is a pause without a speaker.
func (i Item) isBreak() bool {
	if len(i.Speakers) > 0 {
		return false
	}
	for _, word := range Words(i.Title) {
		if !slices.Contains(breakWords(), word) {
			return false
		}
	}
	return true
}

// breakWords are the words that titles of breaks consist of.
func breakWords() []string {
	return []string{
		"break", "coffee", "tea", "lunch", "dinner", "breakfast", "morning", "afternoon", "registration", "and", "arrival",
		"pause", "kaffeepause", "mittagspause", "mittagessen", "kaffee", "registrierung", "anmeldung", "und",
		"cafe", "dejeuner", "accueil", "et", "descanso", "almuerzo", "comida", "registro", "y", "pausa", "pranzo", "caffe", "e",
		"almoco", "intervalo", "lunchpauze", "koffiepauze", "przerwa", "kawowa", "obiad",
	}
}
