package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

//go:embed link.css
var linkStyle embed.FS

// LinkFile is a file that a temporary link leads to.
type LinkFile struct {
	Source string // ID of its recording, deck or document
	Title  string // of the recording, deck or document
	Kind   string // for readers: video, slides, …
	Name   string // to save it under
	File   manifest.File
}

// LinkFiles are the files of a meeting that people usually ask for.
func LinkFiles(m manifest.Manifest) []LinkFile {
	var list []LinkFile
	add := func(source, title, kind string, f manifest.File) {
		if f.URL == "" {
			return
		}
		name := cmp.Or(words.OneLine(title), source)
		if ext := path.Ext(f.URL); !strings.HasSuffix(name, ext) {
			name += ext
		}
		list = append(list, LinkFile{source, cmp.Or(words.OneLine(title), source), kind, name, f})
	}
	for _, r := range m.Recordings {
		title := cmp.Or(r.Title, m.Title)
		whole := func(name, kind string, all, trimmed manifest.File) {
			if r.Trim != nil && trimmed.URL != "" {
				add(r.ID, name, kind, trimmed)
				name += " (untrimmed)"
			}
			add(r.ID, name, kind, all)
		}
		whole(title, "video", r.MP4, r.TrimmedMP4)
		for i, v := range r.Views {
			if i > 0 { // the first is the recording's own picture
				whole(title+" ("+titleOfView(v, i)+")", "video", v.MP4, v.TrimmedMP4)
			}
		}
		whole(title, "audio", r.M4A, r.TrimmedM4A)
		for _, c := range r.Captions {
			label := cmp.Or(words.OneLine(c.Label), c.ID)
			add(r.ID, title+" ("+label+")", "transcript", c.Text)
			add(r.ID, title+" ("+label+")", "captions", c.VTT)
		}
	}
	for _, d := range m.Decks {
		add(d.ID, d.Title, "slides", d.PDF)
		for _, s := range m.Sources {
			if s.ID == d.Source && s.File != d.PDF {
				add(d.ID, d.Title, "original slides", s.File)
			}
		}
	}
	for _, d := range m.Documents {
		add(d.ID, d.Title, "document", d.File)
	}
	return list
}

// LinkImages are the URLs of the images on a page with these files.
func LinkImages(m manifest.Manifest, files []LinkFile) []string {
	var list []string
	for _, r := range m.Recordings {
		if has(files, r.ID) && len(r.Poster.Images) > 0 {
			list = append(list, r.Poster.Images[0].URL)
		}
	}
	for _, d := range m.Decks {
		for _, s := range d.Slides {
			if has(files, d.ID) && len(s.Images) > 0 {
				list = append(list, s.Images[0].URL)
			}
		}
	}
	return list
}

func has(files []LinkFile, source string) bool {
	return slices.ContainsFunc(files, func(f LinkFile) bool { return f.Source == source })
}

// LinkInput is the content of a page with temporary links.
type LinkInput struct {
	Manifest manifest.Manifest
	Files    []LinkFile
	Shown    map[string]string // presigned URLs of media and images, by their URL in the manifest
	Saved    map[string]string // presigned URLs of downloads
	Ends     time.Time         // when the URLs expire
}

type linkView struct {
	Title, Date string
	Policy      string
	Style       template.CSS
	Ends        time.Time
	Recordings  []linkRecording
	Decks       []linkDeck
	Files       []linkDownload
}

type linkRecording struct {
	Title, Source, Type, Poster string
	Video                       bool
	Tracks                      []linkTrack
}

type linkTrack struct{ Source, Language, Label string }

type linkDeck struct {
	Title  string
	Slides []linkSlide
}

type linkSlide struct {
	Number, Width, Height int
	Source, Alt           string
}

type linkDownload struct{ Title, Kind, Size, Address string }

// LinkPage renders a page with temporary links: plain HTML without scripts,
// with a policy that allows only the URLs on it.
func LinkPage(in LinkInput) ([]byte, error) {
	m := in.Manifest
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	style, err := linkStyle.ReadFile("link.css")
	if err != nil {
		return nil, fmt.Errorf("read the style of the page: %w", err)
	}
	origins, err := originsOf(in.Shown)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(style)
	v := linkView{
		Title: cmp.Or(words.OneLine(m.Title), m.ID), Date: m.Date, Style: template.CSS(style), Ends: in.Ends.UTC(),
		Policy: fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; img-src %s; media-src %s; base-uri 'none'; form-action 'none'",
			base64.StdEncoding.EncodeToString(sum[:]), strings.TrimSpace("data: "+origins), cmp.Or(origins, "'none'")),
	}
	for _, f := range in.Files {
		v.Files = append(v.Files, linkDownload{f.Title, f.Kind, words.Size(f.File.Size), in.Saved[f.File.URL]})
	}
	v.Recordings, v.Decks = in.recordings(), in.decks()
	page, err := template.ParseFS(templates, "link.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read the template of the page: %w", err)
	}
	var out bytes.Buffer
	if err = page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write the page of %s: %w", m.ID, err)
	}
	return bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD")), nil
}

func (in LinkInput) recordings() []linkRecording {
	var list []linkRecording
	for _, r := range in.Manifest.Recordings {
		file := r.MP4
		if file.URL == "" {
			file = r.M4A
		}
		if !has(in.Files, r.ID) || in.Shown[file.URL] == "" {
			continue
		}
		v := linkRecording{Title: words.OneLine(r.Title), Source: in.Shown[file.URL] + playedFragment(r), Type: file.Type, Video: file == r.MP4 && r.Kind == manifest.Video}
		if len(r.Poster.Images) > 0 {
			v.Poster = in.Shown[r.Poster.Images[0].URL]
		}
		for _, c := range r.Captions {
			if address := in.Shown[c.VTT.URL]; address != "" {
				v.Tracks = append(v.Tracks, linkTrack{address, c.Language, cmp.Or(words.OneLine(c.Label), c.ID)})
			}
		}
		list = append(list, v)
	}
	return list
}

func (in LinkInput) decks() []linkDeck {
	var list []linkDeck
	for _, d := range in.Manifest.Decks {
		v := linkDeck{Title: words.OneLine(d.Title)}
		for _, s := range d.Slides {
			if len(s.Images) == 0 || in.Shown[s.Images[0].URL] == "" {
				continue
			}
			img := s.Images[0]
			alt := cmp.Or(words.OneLine(s.Alt), words.OneLine(s.Title), fmt.Sprintf("Slide %d", s.Number))
			v.Slides = append(v.Slides, linkSlide{s.Number, img.Width, img.Height, in.Shown[img.URL], alt})
		}
		if len(v.Slides) > 0 {
			list = append(list, v)
		}
	}
	return list
}

// originsOf lists the origins of the URLs, for the content security policy.
func originsOf(addresses map[string]string) (string, error) {
	origins := []string{}
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return "", errors.New("write the page: an address in it is not one of the web")
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(origins, origin) {
			origins = append(origins, origin)
		}
	}
	slices.Sort(origins)
	return strings.Join(origins, " "), nil
}
