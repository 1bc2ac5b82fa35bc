package serve

import (
	"fmt"
	"mime"
	"net/url"
	"path"
	"slices"
	"strings"

	"proceedings/internal/layout"
)

// policy returns the Content-Security-Policy of an object; empty for none. Our pages have
// one of their own in their heads, which cannot say who may frame them: everybody may frame
// the player, unless ancestors are set, and only this site the other pages.
//
// Files of users that a browser would run get the origin of nobody: HTML, SVG and XML. Our
// own feeds and playlists are XML, too, and are not affected, since nobody opens them as
// pages. PDF files get none: Chromium shows no PDF file in a sandbox, and no PDF viewer runs
// their scripts on the site's origin.
func policy(key, contentType string, ancestors []string) string {
	mediaType, _, _ := mime.ParseMediaType(contentType) // an invalid one runs nowhere
	html := mediaType == "text/html"
	switch {
	case html && !strings.HasPrefix(key, layout.Public.DerivedPrefix("")) && path.Base(key) == layout.Embed:
		if len(ancestors) == 0 {
			return ""
		}
		return "frame-ancestors " + strings.Join(ancestors, " ")
	case html && !strings.HasPrefix(key, layout.Public.DerivedPrefix("")):
		return "frame-ancestors 'self'"
	case html, mediaType == "text/xml", mediaType == "application/xml", strings.HasSuffix(mediaType, "+xml"):
		return "sandbox"
	}
	return ""
}

// Ancestors returns the sources of a frame-ancestors directive (CSP level 3, section
// 6.4.2) for a list of origins, "self" or "none". An empty list, or "*", allows every site.
func Ancestors(list []string) ([]string, error) {
	var sources []string
	for _, text := range list {
		switch text = strings.Trim(strings.TrimSpace(text), "'"); text {
		case "":
		case "*":
			return nil, nil
		case "self", "none":
			sources = append(sources, "'"+text+"'")
		default:
			u, err := url.Parse(text)
			if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.TrimSuffix(text, "/") != u.Scheme+"://"+u.Host ||
				strings.ContainsAny(text, " ,;'\"") || strings.Contains(strings.TrimPrefix(u.Host, "*."), "*") {
				return nil, fmt.Errorf("%q is not an origin such as https://www.example.org or https://*.example.org, nor self or none", text)
			}
			sources = append(sources, u.Scheme+"://"+u.Host)
		}
	}
	if len(sources) > 1 && slices.Contains(sources, "'none'") {
		return nil, fmt.Errorf("none stands alone, and not beside other origins")
	}
	return sources, nil
}
