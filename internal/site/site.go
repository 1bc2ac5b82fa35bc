// Package site turns a manifest into a page for people: plain HTML that works
// without a script, asks no other host for anything, and can be read aloud. It
// is pure: a manifest in, bytes out.
package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

//go:embed index.html.tmpl style.css icon.svg
var assets embed.FS

// Page is one file to be stored beside the manifest.
type Page struct {
	Data []byte
	Type string // media type
}

// Input is what a meeting's pages are made of.
type Input struct {
	Manifest    manifest.Manifest
	Site        meeting.Site // with a Base, unless it is not known where readers reach the pages
	Transcripts []Transcript
}

// Transcript is all that is said in a recording, in one language.
type Transcript struct {
	Recording string // ID
	Captions  string // ID of the captions that it is taken from
	Cues      []meeting.Cue
}

// Pages are the files of a meeting's own page, by name. The page links to its
// assets by these names.
func Pages(in Input) (map[string]Page, error) {
	index, err := Index(in)
	if err != nil {
		return nil, err
	}
	style, err := assets.ReadFile("style.css")
	if err != nil {
		return nil, fmt.Errorf("read the style of the page: %w", err)
	}
	icon, err := assets.ReadFile("icon.svg")
	if err != nil {
		return nil, fmt.Errorf("read the icon of the page: %w", err)
	}
	return map[string]Page{
		"index.html": {Data: index, Type: "text/html; charset=utf-8"},
		"style.css":  {Data: style, Type: "text/css; charset=utf-8"},
		"icon.svg":   {Data: icon, Type: "image/svg+xml"},
	}, nil
}

// Index is the meeting's page. It refuses a manifest whose URLs are not plain
// relative paths: nothing else may become a link.
func Index(in Input) ([]byte, error) {
	m := in.Manifest
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	page, err := template.New("index.html.tmpl").ParseFS(assets, "index.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read the template of the page: %w", err)
	}
	var out bytes.Buffer
	if err = page.Execute(&out, view(m)); err != nil {
		return nil, fmt.Errorf("write the page of %s: %w", m.ID, err)
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD")), nil // names of files may be anything
}
