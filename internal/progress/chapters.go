package progress

import (
	"cmp"
	"slices"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// chaptersOf returns the chapters in the record that belong to the recording src.
func chaptersOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range m.Chapters {
		if c.Recording == src.ID || c.Recording == "" && main {
			list = append(list, c)
		}
	}
	return list
}

// presentationsOf returns the presentations that belong to the recording src.
func presentationsOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Presentation {
	var list []meeting.Presentation
	for _, p := range m.Presentations {
		if p.Recording == src.ID || p.Recording == "" && main {
			list = append(list, p)
		}
	}
	return list
}

// chapters returns the chapters of a recording by trust: those of the record, or
// presentations of which the record gives a start; those of the file; two or more
// presentations whose starts were found; slides with titles. One alone is none. found is the meeting with
// found times, on the timelines of its recordings.
func (it *Item) chapters(found meeting.Meeting, title func(deck string, slide int) string) []meeting.Chapter {
	rec := it.Recording
	if !rec.organised && len(rec.ofFile) > 0 {
		return rec.withBreaks(rec.ofFile)
	}
	list := rec.Chapters(chaptersOf(found, it.Source, it.Main), presentationsOf(found, it.Source, it.Main))
	if rec.organised || len(list) > 1 {
		return rec.withBreaks(list)
	}
	if slides := slideChapters(rec.SlideTimes, title, rec.Duration); len(slides) > 1 {
		return rec.withBreaks(slides)
	}
	return rec.withBreaks(nil)
}

// setChapters sets the chapters that are known before slides are found.
func (r *Recording) setChapters(m meeting.Meeting, src meeting.Source, main bool) {
	requested := chaptersOf(m, src, main)
	r.organised, r.breaks = isOrganised(m, src, main), len(requested) == 0
	r.ofFile = r.Chapters(requested, presentationsOf(m, src, main))
	r.ChapterList = r.ofFile
}

// isOrganised reports whether the record gives chapters, or starts of presentations.
func isOrganised(m meeting.Meeting, src meeting.Source, main bool) bool {
	return len(chaptersOf(m, src, main)) > 0 ||
		slices.ContainsFunc(presentationsOf(m, src, main), func(p meeting.Presentation) bool { return p.Start != nil })
}

// rewriteFiles requests the files to download with other chapters. It copies the encoded
// tracks into new files. Readers get the former files until then, if these were made.
// Corrections do not come here, so they change the chapters of pages and playlists only.
func (it *Item) rewriteFiles(m meeting.Meeting, look Lookup, list []meeting.Chapter) {
	for _, rec := range it.Recording.pictures() {
		if len(rec.files) == 0 || slices.Equal(list, rec.ChapterList) {
			continue
		}
		former := rec.Progressive(m, rec.fileTitle, rec.ChapterList, rec.files).Key()
		at := slices.IndexFunc(it.Steps, func(s Step) bool { return s.Step.Key() == former })
		if at < 0 {
			continue
		}
		was := it.Steps[at].Outcome
		if was.Result == nil && was.Settled() { // it failed, and so would this one
			continue
		}
		out := it.request(look, rec.Progressive(m, rec.fileTitle, list, rec.files))
		if out.Result != nil || was.Result == nil {
			rec.Downloads = out.Result
			it.Steps = slices.Delete(it.Steps, at, at+1)
		}
	}
}

// slideTitles returns a function that returns the title of a slide, in one line.
func slideTitles(items []Item) func(deck string, slide int) string {
	titles := map[string]map[int]string{}
	add := func(id string, d *Deck) {
		of := map[int]string{}
		list, _ := d.Slides()
		for _, s := range list {
			of[s.Number] = words.OneLine(s.Title)
		}
		titles[id] = of
	}
	for _, it := range items {
		if it.Deck != nil {
			add(it.Source.ID, it.Deck)
		}
		if rec := it.Recording; rec != nil && rec.Found != nil {
			add(rec.Found.ID, &rec.Found.Deck)
		}
	}
	return func(deck string, slide int) string { return titles[deck][slide] }
}

// Limits of chapters that slides make.
const (
	minSlideChapter  = 20         // seconds that slides with its title are shown
	maxSlideChapters = 60. / 3600 // for each second of the recording
	fewSlideChapters = 10         // are never too many: a short recording lists what it shows
)

// slideChapters returns a chapter for each title of slides. Slides with one title in a row
// are one chapter. Of too many chapters, the longest stay.
func slideChapters(times []manifest.SlideTime, title func(deck string, slide int) string, duration float64) []meeting.Chapter {
	var list []titled
	for _, t := range times {
		if name := title(t.Deck, t.Slide); name != "" && !t.Uncertain {
			list = append(list, titled{name, t.Deck, t.Start, t.End - t.Start})
		}
	}
	list = mergeTitles(list)
	list = mergeTitles(slices.DeleteFunc(list, func(c titled) bool { return c.shown < minSlideChapter }))
	if most := max(fewSlideChapters, int(maxSlideChapters*duration)); len(list) > most {
		shown := make([]float64, len(list))
		for i, c := range list {
			shown[i] = c.shown
		}
		slices.Sort(shown)
		least := shown[len(list)-most-1]
		list = mergeTitles(slices.DeleteFunc(list, func(c titled) bool { return c.shown <= least }))
	}
	chapters := make([]meeting.Chapter, 0, len(list))
	for i, c := range list {
		end := duration
		if i+1 < len(list) {
			end = list[i+1].start
		}
		chapters = append(chapters, meeting.Chapter{Start: c.start, End: end, Title: c.title})
	}
	return chapters
}

// titled are slides with the same title, one after the other.
type titled struct {
	title, deck  string
	start, shown float64 // seconds
}

// mergeTitles merges neighbours with the same title.
func mergeTitles(list []titled) (merged []titled) {
	slices.SortStableFunc(list, func(a, b titled) int { return cmp.Compare(a.start, b.start) })
	for _, c := range list {
		if n := len(merged); n > 0 && merged[n-1].title == c.title && merged[n-1].deck == c.deck {
			merged[n-1].shown += c.shown
			continue
		}
		merged = append(merged, c)
	}
	return merged
}
