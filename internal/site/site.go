// Package site renders a manifest as HTML pages. The pages work without
// scripts, make no requests to other hosts and suit screen readers; the
// scripts, bundled from the folder web, only add to them. The package is pure:
// a manifest in, bytes out.
package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"sync"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

//go:embed *.html.tmpl
var templates embed.FS

// Page is one file to be stored beside the manifest.
type Page struct {
	Data  []byte
	Type  string // media type
	Asset bool   // shared by the pages of all meetings
}

// Input is the content of a meeting's pages.
type Input struct {
	Manifest    manifest.Manifest
	Site        meeting.Site // Base is empty if the public address is unknown
	Transcripts []Transcript
	Decks       map[string]manifest.DeckFile // the structure of the slides, by ID of the deck; may be missing
}

// Transcript is the text of a recording in one language.
type Transcript struct {
	Recording string // ID
	Captions  string // ID of the captions that it is taken from
	Cues      []meeting.Cue
}

// Pages renders a meeting's pages and adds the assets that they load, by name.
func Pages(in Input) (map[string]Page, error) {
	pages := map[string]Page{}
	for _, p := range []struct {
		name, script string
		render       func(Input, Assets) ([]byte, error)
	}{
		{layout.Index, "page", Index},
		{layout.Embed, "embed", Embed},
	} {
		own, err := AssetsOf(p.script)
		if err != nil {
			return nil, err
		}
		html, err := p.render(in, own)
		if err != nil {
			return nil, err
		}
		pages[p.name] = Page{Data: html, Type: "text/html; charset=utf-8"}
		maps.Copy(pages, own.Files)
	}
	return pages, nil
}

// toAssets is the relative path from a meeting's pages to the assets.
func toAssets() string { return layout.ToAssets(2) }

// Index renders a meeting's page. It refuses a manifest with URLs other than
// plain relative paths, so that no other URL becomes a link.
func Index(in Input, of Assets) ([]byte, error) { return render(indexPage, in, of) }

// Embed renders the player alone, for an iframe on another site.
func Embed(in Input, of Assets) ([]byte, error) { return render(embedPage, in, of) }

// The templates of the pages are parsed once: to parse one takes as long as to render it.
//
//nolint:gochecknoglobals // they never change
var (
	indexPage = sync.OnceValues(func() (*template.Template, error) { return parsed("index.html.tmpl") })
	embedPage = sync.OnceValues(func() (*template.Template, error) { return parsed("embed.html.tmpl") })
)

func parsed(name string) (*template.Template, error) {
	page, err := template.New(name).ParseFS(templates, name, "parts.html.tmpl", "slide.html.tmpl", "head.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read the template of the page: %w", err)
	}
	return page, nil
}

func render(read func() (*template.Template, error), in Input, of Assets) ([]byte, error) {
	m := in.Manifest
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	page, err := read()
	if err != nil {
		return nil, err
	}
	v, err := view(in)
	if err != nil {
		return nil, err
	}
	v.Assets, v.To = of, toAssets()
	if v.Head, err = viewHead(in); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err = page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write the page of %s: %w", m.ID, err)
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD")), nil // names of files may be anything
}
