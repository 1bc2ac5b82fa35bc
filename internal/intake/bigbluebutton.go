package intake

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// bigBlueButton knows the published folder of a BigBlueButton recording, and
// what tools that download one leave.
func bigBlueButton() recogniser {
	return recogniser{
		name: "BigBlueButton",
		looks: "`video/webcams.webm` or `.mp4`, `deskshare/deskshare.webm`, `presentation/…`, `caption_en.vtt` or `captions/`, `metadata.xml`, " +
			"`shapes.svg`, `slides_new.xml`, `events.xml`",
		becomes: "one recording with two views (webcams, screen) and captions; the PDF of a presentation as a deck; title and date from `metadata.xml`; " +
			"the other files are left out",
		find: findBigBlueButton,
	}
}

func findBigBlueButton(r *recognition) {
	signs := map[string]int{}
	var roots []string
	for _, e := range r.entries {
		root, weight := bbbRoot(e)
		if weight > 0 && signs[root] == 0 {
			roots = append(roots, root)
		}
		signs[root] += weight
	}
	slices.Sort(roots)
	for _, root := range roots {
		if signs[root] >= 2 {
			r.bbbRecording(root)
		}
	}
}

// bbbRoot is the folder of the recording that a file speaks for, and how much.
func bbbRoot(e entry) (root string, weight int) {
	dir, base := e.dir(), strings.ToLower(e.base())
	parent, folder := path.Dir(dir), strings.ToLower(path.Base(dir))
	stem := strings.ToLower(e.stem())
	switch {
	case folder == "video" && stem == "webcams", folder == "deskshare" && stem == "deskshare":
		return parent, 2
	case folder == "audio" && stem == "audio":
		return parent, 1
	case base == "metadata.xml":
		if _, err := readMetadata(e.helper); err == nil {
			return dir, 2
		}
		return dir, 1
	case slices.Contains([]string{"shapes.svg", "slides_new.xml", "presentation_text.json", "panzooms.xml", "deskshare.xml", "cursor.xml"}, base):
		return dir, 1
	case (stem == "webcams" || stem == "deskshare") && e.format.Role == meeting.Recording:
		return dir, 1
	}
	return "", 0
}

// bbbRecording makes a group of what lies under root.
func (r *recognition) bbbRecording(root string) {
	films := func(folder, stem string) (found []int) {
		for i, e := range r.entries {
			if dir := e.dir(); r.recording(i) && strings.EqualFold(e.stem(), stem) && (dir == root || dir == path.Join(root, folder)) {
				found = append(found, i)
			}
		}
		// An MP4 can often be published without encoding it anew.
		slices.SortStableFunc(found, func(a, b int) int {
			return strings.Compare(fmt.Sprint(!r.entries[a].is("mp4")), fmt.Sprint(!r.entries[b].is("mp4")))
		})
		return found
	}
	webcams, screens, sounds := films("video", "webcams"), films("deskshare", "deskshare"), films("audio", "audio")
	if len(webcams)+len(screens)+len(sounds) == 0 {
		for i, e := range r.entries { // the format "video" of BigBlueButton: one file
			if r.film(i) && e.dir() == root {
				webcams = append(webcams, i)
			}
		}
		if len(webcams) != 1 {
			return
		}
	}
	g := &group{program: "BigBlueButton"}
	// All sound is in the webcams' file; all files have one beginning and one end.
	heads := slices.Concat(webcams, sounds)
	if len(heads) > 0 {
		g.parts, g.twins = heads[:1], heads[1:]
	}
	for n, i := range screens {
		switch {
		case len(g.parts) == 0:
			g.parts, g.shows = []int{i}, meeting.Screen
		case n == 0:
			g.shows = meeting.Speaker
			g.views = []view{{entry: i, shows: meeting.Screen, offset: new(float64)}}
		default:
			g.twins = append(g.twins, i)
		}
	}
	r.add(g)
	r.bbbHelpers(root, r.head(g.parts[0]))
}

// bbbHelpers settles the files beside the recording.
func (r *recognition) bbbHelpers(root string, film int) {
	slide := regexp.MustCompile(`(?i)^(?:slide|thumb)-?\d+$`)
	slides := path.Join(root, "presentation")
	withPDF := map[string]bool{}
	for i, e := range r.entries {
		if under(e.name, slides) && r.loose(i) && e.is("pdf") && !slide.MatchString(e.stem()) {
			withPDF[deckFolder(e.name, slides)] = true
			r.roles[i] = meeting.Deck
		}
	}
	pictures := map[string]int{}
	var folders []string
	for i, e := range r.entries {
		if !under(e.name, root) {
			continue
		}
		switch inSlides := under(e.name, slides); {
		case e.format.Captions():
			r.attach(i, film)
		case inSlides && (slide.MatchString(e.stem()) || e.is("svg", "text") || strings.HasPrefix(e.format.Name, "image/")):
			if of := deckFolder(e.name, slides); !withPDF[of] && strings.HasPrefix(e.format.Name, "image/") && !strings.Contains(e.name, "thumbnails/") {
				if pictures[of] == 0 {
					folders = append(folders, of)
				}
				pictures[of]++
			}
			r.leave(i, "a slide of a presentation by itself")
		case e.base() == "metadata.xml" && r.loose(i):
			r.bbbMetadata(e)
			r.leave(i, "what BigBlueButton notes of the recording")
		case slices.Contains(bbbFiles(), strings.ToLower(e.base())) && e.format.Role == "":
			r.leave(i, "a file that only BigBlueButton's player needs")
		}
	}
	for _, of := range folders {
		r.note(fmt.Sprintf("the presentation in %s consists only of %d images, which were left out; add its PDF or PPTX to publish the slides",
			of, pictures[of]))
	}
}

// bbbFiles are names of what BigBlueButton's own player reads.
func bbbFiles() []string {
	return []string{
		"captions.json", "cursor.xml", "deskshare.xml", "events.xml", "external_videos.json", "index.html", "notes.etherpad", "notes.html", "panzooms.xml",
		"polls.json", "popcorn_text.xml", "presentation_text.json", "shapes.svg", "slides_new.xml", "talkers.json", "tldraw.json",
	}
}

// deckFolder is the folder of one presentation within that of all.
func deckFolder(name, slides string) string {
	first, _, found := strings.Cut(strings.TrimPrefix(name, slides+"/"), "/")
	if !found {
		return slides
	}
	return path.Join(slides, first)
}

// bbbMetadata takes the meeting's title and date from metadata.xml, or says why
// not.
func (r *recognition) bbbMetadata(e entry) {
	why := ""
	switch found, err := readMetadata(e.helper); {
	case e.size > maxMetadata:
		why = fmt.Sprintf("is larger than %d MB", maxMetadata>>20)
	case err != nil:
		why = err.Error()
	default:
		r.names = append(r.names, ownName(found))
		return
	}
	r.note(fmt.Sprintf("%s %s, and was not used; title and date of the meeting come from names", e.name, why))
}
