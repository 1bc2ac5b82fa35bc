package meeting

import (
	"fmt"
	"net/url"
	"strings"
)

// Site holds the settings of the whole site. It is stored as archive/site.json.
// Its zero value is a site without settings.
type Site struct {
	Schema      int    `json:"schema"`
	Base        string `json:"base,omitempty"`        // where the public space is reached: an absolute URL that ends in a slash
	Title       string `json:"title,omitempty"`       // of the catalogue
	Description string `json:"description,omitempty"` // of the catalogue, a sentence
	Language    string `json:"language,omitempty"`    // of the catalogue, BCP 47
}

// SiteSchema is the version of the stored form of [Site].
const SiteSchema = 1

// ParseBase parses a base URL: an absolute URL of a folder without a query,
// returned with a slash at its end. The error says what is wrong.
func ParseBase(text string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return "", fmt.Errorf("%q is not a URL like https://media.example.org/", text)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.Opaque != "":
		return "", fmt.Errorf("%q is not a URL like https://media.example.org/", text)
	case u.User != nil:
		return "", fmt.Errorf("the address of %s holds a name or a password, which everybody would read", u.Host)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return "", fmt.Errorf("%q has a query or an anchor: name the folder in which meetings/ lies", text)
	case strings.Contains(u.Path+"/", "/../") || strings.Contains(u.Path+"/", "/./") || strings.Contains(u.Path, "//"):
		return "", fmt.Errorf("the path of %q is not the shortest", text)
	}
	u.Host = strings.ToLower(u.Host)
	if !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
	}
	return u.String(), nil
}
