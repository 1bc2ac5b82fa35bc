package batch

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
)

// languageOf returns the tag of a language that is written as a tag or as its name.
func languageOf(text string) (string, error) {
	plain := plainName(text)
	for tag, names := range languageNames() {
		if slices.Contains(strings.Fields(names), plain) {
			return tag, nil
		}
	}
	if tag, ok := bcp47.Parse(strings.TrimSpace(text)); ok {
		return tag, nil
	}
	return "", fmt.Errorf("%q is no language that is known: write its tag, such as en, de or pt-BR", shorten(text))
}

// languageNames returns names of languages, as plainName writes them.
func languageNames() map[string]string {
	return map[string]string{
		"en": "english englisch anglais ingles inglese engels eng", "de": "german deutsch allemand aleman tedesco duits ger deu",
		"fr": "french franzosisch francais frances francese frans fre fra", "es": "spanish spanisch espagnol espanol castellano spagnolo spaans spa",
		"it": "italian italienisch italien italiano italiaans ita", "nl": "dutch niederlandisch hollandisch neerlandais neerlandes nederlands olandese dut nld",
		"pt": "portuguese portugiesisch portugais portugues portoghese por", "pl": "polish polnisch polonais polaco polski pol",
		"ru": "russian russisch russe ruso русскии rus", "da": "danish danisch danois dansk dan", "sv": "swedish schwedisch suedois sueco svenska swe",
	}
}

// visibilityOf returns a visibility that is written in one of several languages.
func visibilityOf(text string) (meeting.Visibility, error) {
	plain := plainName(text)
	for v, names := range map[meeting.Visibility]string{
		meeting.Public:   "public open offentlich oeffentlich frei publique publico pubblico openbaar",
		meeting.Unlisted: "unlisted hidden withlink link nichtgelistet ungelistet nonrepertorie nolistado",
		meeting.Private:  "private closed internal restricted confidential privat intern vertraulich gesperrt prive interne privado interno confidencial privato vertrouwelijk",
	} {
		if slices.Contains(strings.Fields(names), plain) {
			return v, nil
		}
	}
	return "", fmt.Errorf("%q is no visibility: write public, unlisted or private", shorten(text))
}

func profileOf(text string, profiles []string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(text))
	if !slices.Contains(profiles, name) {
		return "", fmt.Errorf("%q is no profile: write %s", shorten(text), strings.Join(profiles, ", "))
	}
	return name, nil
}
