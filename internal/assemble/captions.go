package assemble

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/captions"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/publish"
	"proceedings/internal/site"
)

// captionsOf returns the captions of a recording for the manifest. Tracks in the meeting's
// language come first, then reviewed tracks, tracks with speaker names, and caption files.
func captionsOf(m meeting.Meeting, found []progress.Caption) []manifest.Captions {
	type entry struct {
		manifest.Captions

		title string
		rank  int
	}
	entries := make([]entry, 0, len(found))
	for _, c := range found {
		made := c.Made.Captions
		e := entry{title: c.Title, Captions: manifest.Captions{
			Language: cmp.Or(captions.Tag(c.Language), captions.Tag(made.Language), captions.Tag(m.Language)),
			State:    manifest.AutoCaptions, Speakers: made.Speakers, Impaired: c.Impaired,
			VTT: fileOf(c.Made, made.VTT), Playlist: fileOf(c.Made, made.Playlist),
		}}
		if c.Reviewed {
			e.State = manifest.ReviewedCaptions
		}
		for i, worse := range []bool{e.Language != captions.Tag(m.Language), !c.Reviewed, !made.Speakers, !c.FromFile} {
			if worse {
				e.rank |= 8 >> i
			}
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.rank, b.rank) })
	ids, labels := map[string]int{}, map[string]int{}
	for _, e := range entries {
		labels[captions.Label(e.Language)]++
	}
	list := make([]manifest.Captions, 0, len(entries))
	taken := map[string]bool{}
	for _, e := range entries {
		e.ID = cmp.Or(strings.ToLower(e.Language), "captions")
		if ids[e.ID]++; ids[e.ID] > 1 {
			e.ID = fmt.Sprintf("%s-%d", e.ID, ids[e.ID])
		}
		e.Label = captions.Label(e.Language)
		if labels[e.Label] > 1 && e.title != "" {
			e.Label += " (" + e.title + ")"
		}
		label := e.Label
		for n := 2; taken[e.Label]; n++ {
			e.Label = fmt.Sprintf("%s (%d)", label, n)
		}
		taken[e.Label] = true
		list = append(list, e.Captions)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// accessibilityOf returns the caption state of all recordings: the best state of each,
// and the worst of these.
func accessibilityOf(recordings []manifest.Recording) manifest.Accessibility {
	order := []manifest.CaptionState{manifest.NoCaptions, manifest.AutoCaptions, manifest.ReviewedCaptions}
	worst := len(order) - 1
	for _, r := range recordings {
		best := 0
		for _, c := range r.Captions {
			best = max(best, slices.Index(order, c.State))
		}
		worst = min(worst, best)
	}
	if len(recordings) == 0 {
		worst = 0
	}
	return manifest.Accessibility{Captions: order[worst]}
}

// captionFiles adds transcripts, and DASH manifests with text tracks, to pages and to the
// manifest.
func captionFiles(man manifest.Manifest, read Transcripts, pages map[string]publish.Page) ([]site.Transcript, error) {
	var transcripts []site.Transcript
	for i, r := range man.Recordings {
		for j, c := range r.Captions {
			cues := read.Cues[c.VTT.URL]
			title := cmp.Or(r.Title, man.Title) + " (" + c.Label + ")"
			text := addPage(pages, layout.Transcript(r.ID, c.ID), captions.Transcript(title, cues))
			man.Recordings[i].Captions[j].Text = text
			transcripts = append(transcripts, site.Transcript{Recording: r.ID, Captions: c.ID, Cues: cues})
		}
		if len(r.Captions) == 0 {
			continue
		}
		name := layout.DASH
		if r.Master.URL != layout.Master {
			name = layout.DASHOf(r.ID)
		}
		var err error
		if man.Recordings[i].DASH, err = withText(r.DASH, name, r, read, pages); err != nil {
			return nil, err
		}
		for k, v := range r.Views {
			if k == 0 {
				r.Views[k].DASH = man.Recordings[i].DASH
				continue
			}
			if r.Views[k].DASH, err = withText(v.DASH, layout.ViewDASH(r.ID, v.ID), r, read, pages); err != nil {
				return nil, err
			}
		}
	}
	return transcripts, nil
}

// withText adds a copy of the DASH manifest of, with the text tracks of the recording, to
// pages. It returns of unchanged if its content was not read.
func withText(of manifest.File, name string, r manifest.Recording, read Transcripts, pages map[string]publish.Page) (manifest.File, error) {
	original, ok := read.DASH[of.URL]
	if !ok {
		return of, nil
	}
	data, err := manifest.DASHWithText(original, path.Dir(of.URL)+"/", textsOf(r))
	if err != nil {
		return of, fmt.Errorf("recording %s: %w", r.ID, err)
	}
	return addPage(pages, name, data), nil
}

// textsOf returns the captions of a recording as DASH text tracks.
func textsOf(r manifest.Recording) []manifest.TextTrack {
	texts := make([]manifest.TextTrack, 0, len(r.Captions))
	for _, c := range r.Captions {
		texts = append(texts, manifest.TextTrack{
			ID: c.ID, URL: c.VTT.URL, Language: c.Language, Title: c.Label,
			Bandwidth: int(float64(c.VTT.Size) * 8 / max(1, r.Duration)),
		})
	}
	return texts
}

// Transcripts holds the stored captions and DASH manifests of a meeting.
type Transcripts struct {
	Cues map[string][]meeting.Cue // by URL of the WebVTT file
	DASH map[string][]byte        // by URL
}
