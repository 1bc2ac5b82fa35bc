package intake

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/sniff"
)

// recogniser knows the files that one program, or one kind of camera, leaves.
type recogniser struct {
	name    string // "Zoom cloud"
	looks   string // its files, for the documentation, in Markdown
	becomes string // what they are published as, likewise
	find    func(*recognition)
}

// recognisers are asked in this order; a file that one has claimed is not
// offered to the next. Those that go by the most specific names come first.
func recognisers() []recogniser {
	return []recogniser{
		schedules(), bigBlueButton(), zoomCloud(), zoomLocal(), teams(), meet(), webex(), obs(),
		goPro(), dji(), avchd(), dvd(), sidecars(),
		twoFiles(), namedParts(), splitFiles(), numberedFiles(), secondDownloads(), screenBeside(), chats(),
	}
}

// recognition is what the recognisers have found in a listing so far.
type recognition struct {
	entries  []entry
	roles    []meeting.Role    // of the entries; what meeting.yaml gives is there from the start
	titles   []string          // likewise
	captions map[int]belonging // likewise: captions to what they belong to

	named  map[int]bool   // recordings that meeting.yaml names outside recordings
	apart  bool           // every file is a recording of its own
	owner  map[int]*group // the group that an entry is in
	groups []*group
	left   map[int]string // entries to leave out, and what they are: "a menu of the DVD"
	papers []int          // texts that become documents
	series [][]int        // captions that are listed in this order
	labels map[int]string // titles of captions, in place of those of their names
	names  []ownName
	notes  []string

	schedules []int // entries that may be the schedule of an event
}

// ownName is what a recording says of its meeting.
type ownName struct {
	title, date string
}

// recognise asks all recognisers.
func (r *recognition) recognise() {
	for _, one := range recognisers() {
		one.find(r)
	}
}

// recording reports whether an entry is a recording by its content, whoever
// may have claimed it.
func (r *recognition) recording(i int) bool {
	return r.usable(i) && r.entries[i].format.Role == meeting.Recording && (r.roles[i] == "" || r.roles[i] == meeting.Recording)
}

// film reports whether an entry is a recording that is still to be claimed.
func (r *recognition) film(i int) bool { return r.owner[i] == nil && r.recording(i) }

// loose reports whether nobody, meeting.yaml included, has said what an entry
// is.
func (r *recognition) loose(i int) bool { return r.usable(i) && r.owner[i] == nil && r.roles[i] == "" }

func (r *recognition) usable(i int) bool { return r.entries[i].refusal == "" && r.left[i] == "" }

// leave leaves an entry out that serves only the program that wrote it; what
// says what it is: "a menu of the DVD".
func (r *recognition) leave(i int, what string) {
	if r.loose(i) {
		r.left[i] = what
	}
}

// paper makes a text or a file of captions a document.
func (r *recognition) paper(i int, title string) bool {
	if !r.loose(i) || !r.entries[i].format.Paper {
		return false
	}
	r.roles[i], r.titles[i] = meeting.Document, cmp.Or(r.titles[i], title)
	r.papers = append(r.papers, i)
	return true
}

// attach says which recording captions belong to, unless meeting.yaml does.
func (r *recognition) attach(i, film int) {
	if e := r.entries[i]; !r.usable(i) || !e.format.Captions() || r.roles[i] == meeting.Document {
		return
	}
	told, asked := r.captions[i]
	if !asked || told.film < 0 {
		told.film = film
		told.language = cmp.Or(told.language, languageOf(lastWord(plainStem(r.entries[i].name))))
		r.captions[i] = told
	}
}

// note takes down what the person should know, a sentence.
func (r *recognition) note(text string) { r.notes = append(r.notes, text) }

// dir is the folder of an entry: "." at the top.
func (e entry) dir() string { return path.Dir(e.name) }

// base is its name without folders.
func (e entry) base() string { return path.Base(e.name) }

// ext is its extension in lower case, without the dot.
func (e entry) ext() string { return strings.ToLower(strings.TrimPrefix(path.Ext(e.name), ".")) }

// stem is its name without folders and extension, as it is written.
func (e entry) stem() string { return strings.TrimSuffix(e.base(), path.Ext(e.base())) }

// is reports whether its content is of one of these formats.
func (e entry) is(formats ...string) bool { return slices.Contains(formats, e.format.Name) }

// soundOnly reports whether a recording has no picture, as far as the first
// look can tell.
func (e entry) soundOnly() bool {
	switch e.ext() {
	case "m4a", "m4b", "mka", "oga", "opus", "mp3", "wav", "flac", "aac":
		return true
	}
	return sound(e.format)
}

func sound(f sniff.Format) bool { return strings.HasPrefix(f.Type, "audio/") }

// under reports whether a name lies in a folder or in one below it.
func under(name, folder string) bool { return folder == "." || strings.HasPrefix(name, folder+"/") }
