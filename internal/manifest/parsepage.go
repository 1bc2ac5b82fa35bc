package manifest

import (
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"proceedings/internal/layout"
)

var (
	// ident is the form of every ID.
	ident = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	// slideAnchor is the place of a slide on a meeting's page. A deck's ID may
	// itself hold "-slide-": the last one counts.
	slideAnchor = regexp.MustCompile(`^deck-([a-z0-9][a-z0-9-]*)-slide-([0-9]{1,6})$`)
)

// ParsePage parses the address of a page of a site: the page of a meeting with
// its query and fragment, its player, or one of its slides. base is the address
// of the site; http and https are treated alike. ok is false for any other
// address.
func ParsePage(base, address string) (id string, ask Request, ok bool) {
	home, err1 := url.Parse(base)
	page, err2 := url.Parse(strings.TrimSpace(address))
	if err1 != nil || err2 != nil || !web(home) || !web(page) || !strings.EqualFold(home.Host, page.Host) {
		return "", ask, false
	}
	inside, below := strings.CutPrefix(page.Path, home.Path)
	id, name, found := layout.ParseMeeting(inside)
	if !below || !found || !ident.MatchString(id) {
		return "", ask, false
	}
	switch name {
	case "", layout.Index, layout.Embed:
		ask = parseQuery(page.Query())
		parseAnchor(page.Fragment, &ask)
	default:
		if ask.Deck, ask.Slide, ok = layout.ParseSlide(name); !ok {
			return "", ask, false
		}
	}
	return id, ask, true
}

func web(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// parseQuery reads the query of a page or player. It ignores invalid
// parameters, as the page does.
func parseQuery(query url.Values) Request {
	return Request{
		Presentation: known(query.Get("p")), Recording: known(query.Get("r")), Deck: known(query.Get("d")),
		Slide: whole(query.Get("s")), Start: parseSeconds(query.Get("t")), End: parseSeconds(query.Get("end")),
	}
}

// parseAnchor reads the fragment, if the query names nothing.
func parseAnchor(anchor string, ask *Request) {
	if ask.Presentation != "" || ask.Deck != "" || ask.Recording != "" {
		return
	}
	if slide := slideAnchor.FindStringSubmatch(anchor); slide != nil {
		ask.Deck, ask.Slide = slide[1], whole(slide[2])
		return
	}
	for prefix, field := range map[string]*string{
		"presentation-": &ask.Presentation, "recording-": &ask.Recording, "deck-": &ask.Deck,
	} {
		if id, found := strings.CutPrefix(anchor, prefix); found {
			*field = known(id)
		}
	}
}

func known(id string) string {
	if !ident.MatchString(id) {
		return ""
	}
	return id
}

func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return max(0, n)
}

func parseSeconds(text string) float64 {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(s) || math.IsInf(s, 0) {
		return 0
	}
	return max(0, s)
}
