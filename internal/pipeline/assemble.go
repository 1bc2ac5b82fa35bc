package pipeline

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/site"
)

// assemble is the manifest of a meeting whose steps are all settled. It is
// pure and tells no time, so that the same record and results give the same
// bytes.
func assemble(m meeting.Meeting, items []item) manifest.Manifest {
	man := manifest.Manifest{
		ID: m.ID, Revision: m.Revision, State: manifest.Published,
		Title: m.Title, Date: m.Date, Description: m.Description, Language: m.Language,
		Visibility: m.Visibility, People: m.People, Rights: m.Rights, Profile: m.Profile,
		Refused: refused(m, items), Tools: map[string]string{},
	}
	if len(missing(items)) > 0 {
		man.State = manifest.Processing
	}
	for _, it := range usable(items) {
		src := manifest.Source{
			ID: it.source.ID, Name: it.source.Name, Role: it.probe.Role,
			SHA256: it.source.SHA256, Size: it.source.Size, Format: it.probe.Format,
		}
		switch {
		case it.made.Package != nil:
			man.Recordings = append(man.Recordings, recordingOf(it, len(man.Recordings) == 0))
			man.Recordings[len(man.Recordings)-1].Captions = captionsOf(m, it.recording.captions)
		case it.deck != nil:
			man.Decks = append(man.Decks, it.deckOf(title(m, it.source)))
			src.File = it.deck.original(m)
		case it.made.Document != nil:
			src.File = it.file(it.made.Document.Original)
			man.Documents = append(man.Documents, manifest.Document{
				ID: it.source.ID, Title: title(m, it.source), Source: it.source.ID, File: src.File,
			})
		}
		man.Sources = append(man.Sources, src)
		it.tell(&man)
	}
	man.Presentations = presentationsOf(m, man)
	man.Accessibility = accessibilityOf(man.Recordings)
	return man
}

// tell adds the tools that worked on an item, and all that is not quite right
// with it.
func (it item) tell(man *manifest.Manifest) {
	for _, s := range it.steps {
		if r := s.outcome.Result; r != nil {
			maps.Copy(man.Tools, r.Tools)
		}
	}
	man.Warnings = appendNew(man.Warnings, it.warnings())
}

// warnings are what is not quite right with an item, as sentences.
func (it item) warnings() []string {
	var list []string
	if it.recording != nil {
		list = append(list, it.recording.warnings...)
	}
	if it.deck != nil {
		_, odd := it.deck.slides()
		list = append(slices.Clone(it.deck.warnings), odd...)
	}
	for _, s := range it.steps {
		if r := s.outcome.Result; r != nil {
			list = append(list, r.Warnings...)
		}
	}
	for i, w := range list {
		list[i] = it.source.Name + " " + w
	}
	return list
}

// appendNew appends what is not in list yet: two steps may find the same.
func appendNew(list, more []string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// file is how the manifest names one of an item's objects; the zero value for
// no name.
func (it item) file(name string) manifest.File { return fileOf(it.made, name) }

// fileOf is the same of any result.
func fileOf(r *Result, name string) manifest.File {
	if r == nil || name == "" {
		return manifest.File{}
	}
	return manifest.Origin{Step: r.Step.Key(), Run: r.Run}.File(r.byName()[name])
}

func (it item) origin() manifest.Origin {
	return manifest.Origin{Step: it.made.Step.Key(), Run: it.made.Run}
}

// images fills in what storing the pictures found out about them.
func (r *Result) images(images []meeting.Image) []meeting.Image {
	known := r.byName()
	filled := make([]meeting.Image, len(images))
	for i, img := range images {
		filled[i] = meeting.Image{Object: known[img.Name], Width: img.Width, Height: img.Height}
	}
	return filled
}

func recordingOf(it item, main bool) manifest.Recording {
	made, rec, origin := it.made.Package, it.recording, it.origin()
	known := it.made.byName()
	r := manifest.Recording{
		ID: it.source.ID, Title: it.source.Title, Source: it.source.ID, Kind: manifest.Audio, Duration: made.Duration,
		DASH: it.file(made.DASH), Poster: manifest.Poster{Images: origin.Images(it.made.images(made.Poster))},
		Copied: rec.copied != nil, Encoded: rec.encoded,
	}
	if !r.Copied {
		r.Changes = rec.Changes
	}
	if rec.plain != nil {
		r.MP4, r.M4A = fileOf(rec.plain, rec.plain.Progressive.MP4), fileOf(rec.plain, rec.plain.Progressive.M4A)
	}
	for _, c := range rec.chapters {
		r.Chapters = append(r.Chapters, manifest.Chapter{Start: c.Start, End: c.End, Title: c.Title})
	}
	for _, rend := range made.Renditions {
		if rend.Width > 0 {
			r.Kind = manifest.Video
		}
		r.Renditions = append(r.Renditions, origin.Rendition(rend, known))
	}
	if b := made.Storyboard; b != nil {
		r.Storyboard = manifest.Storyboard{
			VTT: it.file(b.VTT), JSON: it.file(b.JSON), TileWidth: b.Width, TileHeight: b.Height,
			Interval: b.Interval, Columns: b.Columns, Rows: b.Rows,
		}
		for _, sheet := range b.Sheets {
			r.Storyboard.Sheets = append(r.Storyboard.Sheets, manifest.Origin{Step: sheet.Step, Run: sheet.Run}.File(sheet.Object))
		}
	}
	r.Master.URL = masterName(r.ID, main)
	return r
}

// masterName is the stable name of a recording's master playlist.
func masterName(id string, main bool) string {
	if main {
		return layout.Master
	}
	return "master-" + id + path.Ext(layout.Master)
}

// title is what a source is called: as the presentation that shows it is, else
// as given, else by its name.
func title(m meeting.Meeting, src meeting.Source) string {
	for _, p := range m.Presentations {
		if p.Deck == src.ID && p.Title != "" {
			return p.Title
		}
	}
	base := path.Base(src.Name)
	return cmp.Or(src.Title, strings.TrimSuffix(base, path.Ext(base)))
}

// presentationsOf is the talks that were asked for, without links to sources of
// which nothing could be made. Where none was asked for, each deck is a talk.
func presentationsOf(m meeting.Meeting, man manifest.Manifest) []manifest.Presentation {
	var list []manifest.Presentation
	if len(m.Presentations) == 0 {
		for _, d := range man.Decks {
			list = append(list, manifest.Presentation{ID: d.ID, Title: d.Title, Deck: d.ID})
		}
		return list
	}
	for _, p := range m.Presentations {
		q := manifest.Presentation{ID: p.ID, Title: p.Title, Speakers: p.Speakers, Start: p.Start, End: p.End}
		if slices.ContainsFunc(man.Decks, func(d manifest.Deck) bool { return d.ID == p.Deck }) {
			q.Deck = p.Deck
		}
		if slices.ContainsFunc(man.Recordings, func(r manifest.Recording) bool { return r.ID == p.Recording }) {
			q.Recording = p.Recording
		}
		list = append(list, q)
	}
	return ended(list, man.Recordings)
}

// ended gives each presentation that has a start and no end the start of the
// next one of the same recording, and the last of all the recording's end.
func ended(list []manifest.Presentation, recordings []manifest.Recording) []manifest.Presentation {
	recordingOf := func(p manifest.Presentation) (manifest.Recording, bool) {
		for i, r := range recordings {
			if r.ID == p.Recording || p.Recording == "" && i == 0 {
				return r, true
			}
		}
		return manifest.Recording{}, false
	}
	for i, p := range list {
		r, ok := recordingOf(p)
		if !ok || p.Start == nil || p.End != nil || *p.Start >= r.Duration {
			continue
		}
		end := r.Duration
		for _, q := range list {
			if s, _ := recordingOf(q); s.ID == r.ID && q.Start != nil && *q.Start > *p.Start {
				end = min(end, *q.Start)
			}
		}
		list[i].End = &end
	}
	return list
}

// pagesOf are the files beside the manifest, and fills in what the manifest
// says of the playlists among them.
func pagesOf(man manifest.Manifest, items []item, of meeting.Site, said spoken) (map[string]publish.Page, error) {
	pages := map[string]publish.Page{}
	if err := deckFiles(man, items, pages); err != nil {
		return nil, err
	}
	for i, r := range man.Recordings {
		var buf bytes.Buffer
		if err := manifest.WriteMaster(&buf, manifest.MasterOf(r.Renditions, r.Captions)); err != nil {
			return nil, fmt.Errorf("recording %s: %w", r.ID, err)
		}
		man.Recordings[i].Master = addPage(pages, r.Master.URL, buf.Bytes())
	}
	transcripts, err := captionFiles(man, said, pages)
	if err != nil {
		return nil, err
	}
	if err = linkedFiles(man, of, pages); err != nil { // names the transcripts too
		return nil, err
	}
	made, err := site.Pages(site.Input{Manifest: man, Site: of, Transcripts: transcripts})
	if err != nil {
		return nil, err
	}
	for name, page := range made {
		pages[name] = publish.Page{Data: page.Data, Type: page.Type}
	}
	return pages, nil
}
