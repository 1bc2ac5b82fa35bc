package statuspage

import (
	"embed"
	"fmt"
	"slices"

	"proceedings/internal/site"
)

//go:embed statuspage.css renew.js
var files embed.FS

// asset is a file that the pages load.
type asset struct {
	data      []byte
	mediaType string
}

// assets returns the files that the pages load, by path.
func assets() (map[string]asset, error) {
	style, err := site.Style()
	if err != nil {
		return nil, err
	}
	own, err := files.ReadFile("statuspage.css")
	if err != nil {
		return nil, fmt.Errorf("read the style of the status pages: %w", err)
	}
	script, err := files.ReadFile("renew.js")
	if err != nil {
		return nil, fmt.Errorf("read the script of the status pages: %w", err)
	}
	return map[string]asset{
		"/style.css": {slices.Concat(style, own), "text/css; charset=utf-8"},
		"/renew.js":  {script, "text/javascript; charset=utf-8"},
	}, nil
}
