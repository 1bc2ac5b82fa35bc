// Package assemble builds the manifest of a meeting and its pages from the results of its
// steps. It does no I/O.
package assemble

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
	"proceedings/internal/site"
	"proceedings/internal/steps"
)

// Manifest builds the manifest of a meeting. It contains no time of day, so that the same
// record and results give the same bytes.
func Manifest(m meeting.Meeting, items []progress.Item) manifest.Manifest {
	man := manifest.Manifest{
		ID: m.ID, Revision: m.Revision, State: manifest.Published,
		Title: m.Title, Date: m.Date, Description: m.Description, Language: m.Language,
		Visibility: m.Visibility, People: m.People, Rights: m.Rights, Profile: m.Profile,
		Refused: forReaders(progress.Refused(m, items)), Tools: map[string]string{},
	}
	if len(progress.Missing(items)) > 0 {
		man.State = manifest.Processing
	}
	m = progress.WithFoundTimes(progress.OnTimelines(m, items), items)
	for _, it := range mainFirst(progress.Usable(items)) {
		src := manifest.Source{
			ID: it.Source.ID, Name: it.Source.Name, Role: it.Probe.Role,
			SHA256: it.Source.SHA256, Size: it.Source.Size, Format: it.Probe.Format,
		}
		switch {
		case it.Place != nil: // part of another item's recording
		case it.Made.Package != nil:
			r := recordingOf(it, items, len(man.Recordings) == 0)
			r.Captions = captionsOf(m, it.Recording.CaptionList)
			man.Recordings = append(man.Recordings, r)
			if found := it.Recording.Found; found != nil {
				d := deckOf(found.ID, found.Title, &found.Deck)
				d.Reconstructed = it.Source.ID
				man.Decks = append(man.Decks, d)
			}
		case it.Deck != nil:
			d := deckOf(it.Source.ID, title(m, it.Source), it.Deck)
			d.Source = it.Source.ID
			man.Decks = append(man.Decks, d)
			src.File = originalOf(it, m)
		case it.Made.Document != nil:
			src.File = itemFile(it, it.Made.Document.Original)
			man.Documents = append(man.Documents, manifest.Document{
				ID: it.Source.ID, Title: title(m, it.Source), Source: it.Source.ID, File: src.File,
			})
		}
		man.Sources = append(man.Sources, src)
		addTools(it, &man)
	}
	slices.SortStableFunc(man.Sources, func(a, b manifest.Source) int { return cmp.Compare(at(m, a.ID), at(m, b.ID)) })
	man.Presentations = presentationsOf(m, man)
	man.Accessibility = accessibilityOf(man.Recordings)
	return man
}

// forReaders returns refusals without advice.
func forReaders(list []meeting.Refusal) []meeting.Refusal {
	for i := range list {
		list[i].Reason = meeting.ForReaders(list[i].Reason)
	}
	return list
}

// at returns the index of a source in the record.
func at(m meeting.Meeting, id string) int {
	return slices.IndexFunc(m.Sources, func(s meeting.Source) bool { return s.ID == id })
}

// mainFirst returns items with the main recording first.
func mainFirst(items []progress.Item) []progress.Item {
	main := slices.IndexFunc(items, func(it progress.Item) bool { return it.Main })
	if main < 0 {
		return items
	}
	return slices.Concat(items[main:main+1], items[:main], items[main+1:])
}

// addTools adds the tools and the warnings of an item to the manifest.
func addTools(it progress.Item, man *manifest.Manifest) {
	for _, s := range it.Steps {
		if r := s.Outcome.Result; r != nil {
			maps.Copy(man.Tools, r.Tools)
		}
	}
	man.Warnings = progress.AppendNew(man.Warnings, it.Remarks())
}

// itemFile returns one of an item's objects for the manifest; the zero value if name is
// empty.
func itemFile(it progress.Item, name string) manifest.File { return fileOf(it.Made, name) }

// fileOf returns one of a result's objects for the manifest; the zero value if name is
// empty.
func fileOf(r *steps.Result, name string) manifest.File {
	if r == nil || name == "" {
		return manifest.File{}
	}
	return manifest.Origin{Step: r.Step.Key(), Run: r.Run}.File(r.ByName()[name])
}

func recordingOf(it progress.Item, items []progress.Item, main bool) manifest.Recording {
	rec := it.Recording
	r := manifest.Recording{ID: it.Source.ID, Title: it.Source.Title, Source: it.Source.ID, Kind: manifest.Audio, Duration: it.Made.Package.Duration}
	if it.Source.ViewOf != "" { // a view that is published separately has no title
		r.Title = progress.Title(it.Source)
	}
	if kept := rec.Trim; kept.Start < min(kept.End, r.Duration) {
		r.Trim = &manifest.Trim{Start: kept.Start, End: min(kept.End, r.Duration)}
	}
	for _, c := range plan.WithinTrim(rec.ChapterList, rec.Trim) {
		r.Chapters = append(r.Chapters, manifest.Chapter{Start: c.Start, End: c.End, Title: c.Title})
	}
	r.SlideTimes, r.NotAligned = rec.SlideTimes, meeting.ForReaders(rec.NotAligned)
	if r.Trim != nil {
		r.SlideTimes = withinTrim(r.SlideTimes, *r.Trim)
	}
	for k, part := range rec.Parts() {
		source := it.Source.ID
		if k > 0 {
			source = items[rec.PartItems[k-1]].Source.ID
		}
		r.Parts = append(r.Parts, manifest.Part{Source: source, Start: part.Start, Duration: part.End - part.Start})
	}
	if rec.Downloads != nil {
		r.M4A = fileOf(rec.Downloads, rec.Downloads.Progressive.M4A)
	}
	if rec.Trimmed != nil && r.Trim != nil {
		r.TrimmedM4A = fileOf(rec.Trimmed, rec.Trimmed.Progressive.M4A)
	}
	views := viewsOf(it)
	first := views[0]
	r.TrimmedMP4 = first.TrimmedMP4
	r.Master.URL = masterName(r.ID, main)
	r.DASH, r.MP4, r.Renditions, r.Poster, r.Storyboard = first.DASH, first.MP4, first.Renditions, first.Poster, first.Storyboard
	r.Copied, r.Encoded, r.Changes = first.Copied, first.Encoded, first.Changes
	for _, rend := range r.Renditions {
		if rend.Width > 0 {
			r.Kind = manifest.Video
		}
	}
	if len(views) > 1 {
		for i, v := range views {
			v.Master.URL = r.Master.URL
			if i > 0 {
				v.Master.URL = layout.ViewMaster(r.ID, v.ID)
			}
			r.Views = append(r.Views, v)
		}
	}
	return r
}

// viewsOf returns the playable views of a recording for the manifest: the screen first,
// then the main view, then the others.
func viewsOf(it progress.Item) []manifest.View {
	rec := it.Recording
	own := viewOf(rec, it.Made)
	own.ID, own.Title, own.Kind, own.Source = cmp.Or(string(rec.Kind), "main"), progress.ViewTitle(rec.Kind), rec.Kind, it.Source.ID
	list := []manifest.View{own}
	for _, v := range rec.Views {
		if v.Made == nil || v.Reason != "" {
			continue
		}
		one := viewOf(v.Recording, v.Made)
		one.ID, one.Title, one.Kind, one.Source = v.ID, v.Title, v.Kind, v.Source.ID
		list = append(list, one)
	}
	slices.SortStableFunc(list, func(a, b manifest.View) int {
		screen := func(v manifest.View) int {
			if v.Kind == meeting.Screen {
				return 0
			}
			return 1
		}
		return screen(a) - screen(b)
	})
	return list
}

// viewOf returns one view for the manifest.
func viewOf(rec *progress.Recording, result *steps.Result) manifest.View {
	made, origin := result.Package, manifest.Origin{Step: result.Step.Key(), Run: result.Run}
	known := result.ByName()
	v := manifest.View{
		DASH: fileOf(result, made.DASH), Poster: manifest.Poster{Images: origin.Images(steps.StoredImages(result, made.Poster))},
		Copied: rec.Copied != nil, Encoded: rec.WhyEncoded,
	}
	if !v.Copied {
		v.Changes = rec.Changes
	}
	if rec.Downloads != nil {
		v.MP4 = fileOf(rec.Downloads, rec.Downloads.Progressive.MP4)
	}
	if rec.Trimmed != nil {
		v.TrimmedMP4 = fileOf(rec.Trimmed, rec.Trimmed.Progressive.MP4)
	}
	for _, rend := range made.Renditions {
		v.Renditions = append(v.Renditions, origin.Rendition(rend, known))
	}
	if b := made.Storyboard; b != nil {
		v.Storyboard = manifest.Storyboard{
			VTT: fileOf(result, b.VTT), JSON: fileOf(result, b.JSON), TileWidth: b.Width, TileHeight: b.Height,
			Interval: b.Interval, Columns: b.Columns, Rows: b.Rows,
		}
		for _, sheet := range b.Sheets {
			v.Storyboard.Sheets = append(v.Storyboard.Sheets, manifest.Origin{Step: sheet.Step, Run: sheet.Run}.File(sheet.Object))
		}
	}
	return v
}

// masterOf is the master playlist of one picture of a recording. chapters is the name of the
// file with its chapters, or empty.
func masterOf(r manifest.Recording, renditions []manifest.Rendition, chapters string) manifest.MasterInput {
	in := manifest.MasterOf(renditions, r.Captions)
	in.Start, _ = r.Played()
	in.Chapters = chapters
	return in
}

// hlsChapters adds the chapters of a recording to pages, for its master playlists. It returns
// the name of the file; empty if it has no chapters.
func hlsChapters(man manifest.Manifest, r manifest.Recording, first bool, pages map[string]publish.Page) (string, error) {
	if len(man.Sections(r)) == 0 {
		return "", nil
	}
	named := r.ID
	if first {
		named = ""
	}
	var list bytes.Buffer
	if err := manifest.WriteHLSChapters(&list, man, r); err != nil {
		return "", fmt.Errorf("recording %s: %w", r.ID, err)
	}
	name := layout.HLSChapters(named)
	addPage(pages, name, list.Bytes())
	return name, nil
}

// withinTrim returns the slide times in the part of a recording that is played.
func withinTrim(times []manifest.SlideTime, kept manifest.Trim) []manifest.SlideTime {
	var list []manifest.SlideTime
	for _, t := range times {
		if t.Start, t.End = max(t.Start, kept.Start), min(t.End, kept.End); t.Start < t.End {
			list = append(list, t)
		}
	}
	return list
}

// masterName returns the stable name of a recording's master playlist.
func masterName(id string, main bool) string {
	if main {
		return layout.Master
	}
	return layout.MasterOf(id)
}

// title returns the title of the presentation that uses the source, else its own title,
// else its file name.
func title(m meeting.Meeting, src meeting.Source) string {
	for _, p := range m.Presentations {
		if p.Deck == src.ID && p.Title != "" {
			return p.Title
		}
	}
	return progress.Title(src)
}

// presentationsOf returns the presentations in the record, without links to unusable
// sources. If the record has none, each deck of a file is a presentation.
func presentationsOf(m meeting.Meeting, man manifest.Manifest) []manifest.Presentation {
	var list []manifest.Presentation
	if len(m.Presentations) == 0 {
		for _, d := range man.Decks {
			if d.Reconstructed == "" {
				list = append(list, manifest.Presentation{ID: d.ID, Title: d.Title, Deck: d.ID})
			}
		}
		return list
	}
	for _, p := range m.Presentations {
		q := manifest.Presentation{ID: p.ID, Title: p.Title, Speakers: p.Speakers, Start: p.Start, End: p.End, Planned: p.Planned}
		if slices.ContainsFunc(man.Decks, func(d manifest.Deck) bool { return d.ID == p.Deck }) {
			q.Deck = p.Deck
		}
		if slices.ContainsFunc(man.Recordings, func(r manifest.Recording) bool { return r.ID == p.Recording }) {
			q.Recording = p.Recording
		}
		list = append(list, q)
	}
	return withEnds(list, man.Recordings)
}

// withEnds sets missing ends that follow from the other presentations.
func withEnds(list []manifest.Presentation, recordings []manifest.Recording) []manifest.Presentation {
	man := manifest.Manifest{Recordings: recordings, Presentations: slices.Clone(list)}
	for i, p := range list {
		start, end, known := man.Interval(p)
		if known && p.End == nil {
			list[i].End = &end
		}
		if r := man.RecordingOf(p); r.Trim == nil {
			continue
		}
		list[i].Start, list[i].End = nil, nil
		if known {
			list[i].Start, list[i].End = &start, &end
		}
	}
	return list
}

// Pages builds the files next to the manifest, and completes their entries in man.
func Pages(man manifest.Manifest, items []progress.Item, of meeting.Site, read Transcripts) (map[string]publish.Page, error) {
	pages := map[string]publish.Page{}
	decks, err := deckFiles(man, items, pages)
	if err != nil {
		return nil, err
	}
	for i, r := range man.Recordings {
		var chapters string
		if chapters, err = hlsChapters(man, r, i == 0, pages); err != nil {
			return nil, err
		}
		var buf bytes.Buffer
		if err = manifest.WriteMaster(&buf, masterOf(r, r.Renditions, chapters)); err != nil {
			return nil, fmt.Errorf("recording %s: %w", r.ID, err)
		}
		man.Recordings[i].Master = addPage(pages, r.Master.URL, buf.Bytes())
		for k, v := range r.Views {
			var buf bytes.Buffer
			if err = manifest.WriteMaster(&buf, masterOf(r, v.Renditions, chapters)); err != nil {
				return nil, fmt.Errorf("view %s of recording %s: %w", v.ID, r.ID, err)
			}
			r.Views[k].Master = addPage(pages, v.Master.URL, buf.Bytes())
		}
	}
	transcripts, err := captionFiles(man, read, pages)
	if err != nil {
		return nil, err
	}
	if err = linkedFiles(man, of, pages); err != nil { // last, since it names the transcripts
		return nil, err
	}
	made, err := site.Pages(site.Input{Manifest: man, Site: of, Transcripts: transcripts, Decks: decks})
	if err != nil {
		return nil, err
	}
	for name, page := range made {
		pages[name] = publish.Page{Data: page.Data, Type: page.Type, Asset: page.Asset}
	}
	return pages, nil
}
