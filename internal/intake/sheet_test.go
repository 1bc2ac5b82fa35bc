package intake_test

import (
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

func TestMistakesInTheSheet(t *testing.T) {
	t.Parallel()
	files := map[string]string{"day.mp4": film, "a.odp": deck, "b.odp": deck, "agenda.pdf": pdf, "x/same.pdf": pdf, "y/same.pdf": pdf, "paper.rtf": doc, "page.html": "<html>"}
	const (
		top  = "title, date, id, description, language, room, visibility, profile, poster, trim, people, presentations, chapters, captions, recordings, together, ignore, files, documents, rights, publish, findSlides, password"
		talk = "id, title, speaker, speakers, deck, publish, password, recording, start, end, planned"
		all  = "a.odp, agenda.pdf, b.odp, day.mp4, page.html, paper.rtf, x/same.pdf, y/same.pdf"
	)
	tests := []struct {
		name  string
		sheet string
		want  string // "meeting.yaml" stands for its path
	}{
		{"an unknown key, with what may have been meant", "title: x\n\ntitel: y\n", `meeting.yaml:3: unknown key "titel"; did you mean "title"? valid keys: ` + top},
		{"an unknown key like none", "qqqqqq: y\n", `meeting.yaml:1: unknown key "qqqqqq"; valid keys: ` + top},
		{"an unknown key deeper down", "presentations:\n  - title: x\n    slides: a.odp\n", `meeting.yaml:3: presentations 1: unknown key "slides"; valid keys: ` + talk},
		{"all mistakes at once, by line", "date: noon\nvisibility: open\nlanguage: klingonish language\nid: Große\n", `meeting.yaml:1: "noon" is not a valid date: write it as 2023-06-30
meeting.yaml:2: "open" is not a valid visibility: write public, unlisted or private
meeting.yaml:3: "klingonish language" is not a language tag: write one such as en, de or pt-BR
meeting.yaml:4: the ID "Große" is not valid: use lower-case letters a to z, digits and hyphens, 64 at most, and begin with a letter or a digit`},
		{"a list where a text is wanted", "\ntitle:\n  - x\n", `meeting.yaml:3: title: is a list; it must be a text`},
		{"a text where a list is wanted", "people: Chair\n", `meeting.yaml:1: people: is a text; it must be a list, each item on a line after "- "`},
		{"a text where keys are wanted", "people:\n  - Chair\n", `meeting.yaml:2: people 1: is a text; it must have keys and values: name, role, affiliation`},
		{"a text where yes or no is wanted", "rights:\n  downloads: yes please\n", `meeting.yaml:2: rights.downloads: is a text; it must be true or false`},
		{"a list where the sheet is wanted", "- x\n", `meeting.yaml:1: is a list; it must have keys and values: ` + top},
		{"a key twice", "title: a\ntitle: b\n", `meeting.yaml:2: the key "title" is given twice, first on line 1`},
		{"no YAML", "title: [a\n", `meeting.yaml:1: a [ is not closed: add a ]`},
		{"two documents", "title: a\n---\ntitle: b\n", `meeting.yaml:3: a second YAML document begins; only one is allowed`},
		{"an alias", "title: &t a\ndescription: *t\n", "meeting.yaml:1: title: anchors and aliases are not understood here: write the value out\nmeeting.yaml:2: description: anchors and aliases are not understood here: write the value out"},
		{"not UTF-8", "title: a\ndescription: \xff\n", `meeting.yaml:2: is not in UTF-8`},
		{"brackets without end", "title: " + strings.Repeat("[", 1<<19), `meeting.yaml:1: is nested too deeply`},
		{"a profile that there is not", "profile: cinema\n", `meeting.yaml:1: profile "cinema" is not one of meeting, camera, archive-hq, audio, modern`},
		{"a poster that is no time", "poster: first slide\n", `meeting.yaml:1: poster: "first slide" is not a valid time: write seconds, mm:ss or h:mm:ss`},
		{"a person without a name", "people:\n  - name: A\n  - role: chair\n", `meeting.yaml:3: people 2 has no name`},
		{"a deck that is not there", "presentations:\n  - title: x\n    deck: c.pptx\n", `meeting.yaml:3: the deck "c.pptx" is not in the folder; its files are: ` + all},
		{"a deck with a slip in its name", "presentations:\n  - {title: x, deck: agenda.pfd}\n", `meeting.yaml:2: the deck "agenda.pfd" is not in the folder; did you mean "agenda.pdf"? its files are: ` + all},
		{"a name that two files bear", "documents:\n  - same.pdf\n", `meeting.yaml:2: the document "same.pdf" exists 2 times: write it with its folder, such as x/same.pdf`},
		{"a recording as a deck", "presentations:\n  - deck: day.mp4\n", `meeting.yaml:2: day.mp4 is a recording by its content (mp4), not a deck`},
		{"a deck as a recording", "presentations:\n  - title: x\n    recording: a.odp\n", `meeting.yaml:3: a.odp is a deck by its content (fodp), not a recording`},
		{"a paper as a deck", "presentations:\n  - title: x\n    deck: paper.rtf\n", `meeting.yaml:3: paper.rtf is a document by its content (rtf), not a deck`},
		{"a recording as a document", "documents:\n  - file: day.mp4\n    title: x\n", `meeting.yaml:2: day.mp4 is a recording by its content (mp4), not a document`},
		{"a role that there is none of", "files:\n  - file: agenda.pdf\n    role: slides\n", `meeting.yaml:3: files 1: "slides" is not a role; valid values: deck, document, recording, captions`},
		{"a role with a slip", "files: [{file: agenda.pdf, role: documents}]\n", `meeting.yaml:1: files 1: "documents" is not a role; did you mean "document"? valid values: deck, document, recording, captions`},
		{"a file without a role", "files:\n  - file: agenda.pdf\n", `meeting.yaml:2: files 1 has no role; valid values: deck, document, recording, captions`},
		{"a role without a file", "files:\n  - role: deck\n", `meeting.yaml:2: files 1 names no file`},
		{"a role for a file that is not there", "files: [{file: agenda.pfd, role: deck}]\n", `meeting.yaml:1: the file "agenda.pfd" is not in the folder; did you mean "agenda.pdf"? its files are: ` + all},
		{"a role that the content does not allow", "files: [{file: a.odp, role: recording}]\n", `meeting.yaml:1: a.odp is a deck by its content (fodp), not a recording`},
		{"two roles", "files:\n  - {file: a.odp, role: deck}\n  - {file: a.odp, role: document}\n", `meeting.yaml:3: a.odp is named twice under files, first on line 2`},
		{"a role against another key", "presentations:\n  - deck: agenda.pdf\nfiles:\n  - {file: agenda.pdf, role: document}\n", `meeting.yaml:4: agenda.pdf is named as a deck and as a document`},
		{"a file as a deck and as a document", "presentations:\n  - deck: agenda.pdf\ndocuments: [agenda.pdf]\n", `meeting.yaml:3: agenda.pdf is named as a deck and as a document`},
		{"a presentation without anything", "presentations:\n  - speaker: x\n", `meeting.yaml:2: presentations 1 has neither a title nor a deck`},
		{"speaker and speakers", "presentations:\n  - title: x\n    speaker: a\n    speakers: [b]\n", `meeting.yaml:4: presentations 1 has both speaker and speakers: keep one of the two`},
		{"an ID twice", "presentations:\n  - title: x\n    id: a\n  - title: y\n    id: a\n", `meeting.yaml:5: the ID "a" is used on line 3, too`},
		{"a start that is no time", "presentations:\n  - title: x\n    start: noon\n", `meeting.yaml:3: presentations 1, start: "noon" is not a valid time: write seconds, mm:ss or h:mm:ss`},
		{"a start that is a list", "presentations:\n  - title: x\n    start: [1]\n", `meeting.yaml:3: presentations 1, start: is a list; it must be a text`},
		{"an end without a start", "presentations:\n  - title: x\n    end: 5:00\n", `meeting.yaml:3: presentations 1 has an end and no start`},
		{"an end before the start", "presentations:\n  - title: x\n    start: 5:00\n    end: 4:59\n", `meeting.yaml:4: presentations 1 ends before it starts`},
		{"a chapter with nothing", "chapters:\n  - recording: day.mp4\n", "meeting.yaml:2: chapters 1 has no start\nmeeting.yaml:2: chapters 1 has no title"},
		{"a chapter of a deck", "chapters:\n  - {start: 1, title: x, recording: a.odp}\n", `meeting.yaml:2: a.odp is a deck by its content (fodp), not a recording`},
		{"captions without a file", "captions:\n  - language: en\n", `meeting.yaml:2: captions 1 names no file`},
		{"captions that are not there", "captions: [day.vtt]\n", `meeting.yaml:1: the captions file "day.vtt" is not in the folder; did you mean "day.mp4"? its files are: ` + all},
		{"captions that are none", "captions:\n  - file: agenda.pdf\n", `meeting.yaml:2: agenda.pdf is a document by its content (pdf), not captions`},
		{"captions in no language", "captions:\n  - file: day.mp4\n    language: klingonish\n", "meeting.yaml:2: day.mp4 is a recording by its content (mp4), not captions\nmeeting.yaml:3: \"klingonish\" is not a language tag: write one such as en, de or pt-BR"},
		{"captions of a deck", "captions:\n  - file: x\n    recording: a.odp\n", `meeting.yaml:2: the captions file "x" is not in the folder; its files are: ` + all + "\n" + `meeting.yaml:3: a.odp is a deck by its content (fodp), not a recording`},
		{"captions with a key too many", "captions:\n  - file: x\n    lang: en\n", `meeting.yaml:2: the captions file "x" is not in the folder; its files are: ` + all + "\n" + `meeting.yaml:3: captions 1: unknown key "lang"; valid keys: file, language, recording, reviewed`},
		{"a recording without a file", "recordings:\n  - shows: screen\n", `meeting.yaml:2: recordings 1 names no file`},
		{"a recording of a file and of files", "recordings:\n  - file: day.mp4\n    files: [day.mp4]\n", `meeting.yaml:3: recordings 1 has both file and files: keep one of the two`},
		{"a recording that is not there", "recordings: [dya.mp4]\n", `meeting.yaml:1: the recording "dya.mp4" is not in the folder; did you mean "day.mp4"? its files are: ` + all},
		{"a recording that is a deck", "recordings: [a.odp]\n", `meeting.yaml:1: a.odp is a deck by its content (fodp), not a recording`},
		{"a file in two recordings", "recordings:\n  - file: day.mp4\n  - files:\n      - day.mp4\n", `meeting.yaml:4: day.mp4 is named twice under recordings, first on line 2`},
		{"a view of itself", "recordings:\n  - file: day.mp4\n    views: [{file: day.mp4}]\n", `meeting.yaml:3: day.mp4 is named as a recording and as a view of itself`},
		{"a view without a file", "recordings:\n  - file: day.mp4\n    views:\n      - shows: screen\n", `meeting.yaml:4: recordings 1, views 1 names no file`},
		{"a view of nothing known", "recordings:\n  - file: day.mp4\n    shows: audience\n", `meeting.yaml:3: "audience" is not a valid view: write screen, speaker or gallery`},
		{"a view that begins at no time", "recordings:\n  - file: day.mp4\n    views: [{file: day.mp4, offset: soon}]\n", `meeting.yaml:3: recordings 1, views 1, offset: "soon" is not a valid time: write seconds, mm:ss or h:mm:ss, with a minus for a time before the beginning
meeting.yaml:3: day.mp4 is named as a recording and as a view of itself`},
		{"together, neither true nor false", "together: maybe\n", `meeting.yaml:1: together: is a text; it must be true or false`},
		{"a file that is ignored and wanted", "ignore: [agenda.pdf]\ndocuments: [agenda.pdf]\n", `meeting.yaml:1: agenda.pdf is named under ignore and as a document`},
		{"mistakes of all kinds at once", `titel: x
date: 2023-13-01
people:
  - Chair
presentations:
  - title: x
    start: noon
    end: 5:00
    deck: c.odp
  - slides: a.odp
chapters:
  - start: soon
    title: [x]
  - title: y
rights:
  downloads: maybe
documents:
  - agenda.odt
visibility: open
`, `meeting.yaml:1: unknown key "titel"; did you mean "title"? valid keys: ` + top + `
meeting.yaml:2: "2023-13-01" is not a valid date: write it as 2023-06-30
meeting.yaml:4: people 1: is a text; it must have keys and values: name, role, affiliation
meeting.yaml:7: presentations 1, start: "noon" is not a valid time: write seconds, mm:ss or h:mm:ss
meeting.yaml:9: the deck "c.odp" is not in the folder; did you mean "a.odp"? its files are: ` + all + `
meeting.yaml:10: presentations 2: unknown key "slides"; valid keys: ` + talk + `
meeting.yaml:12: chapters 1, start: "soon" is not a valid time: write seconds, mm:ss or h:mm:ss
meeting.yaml:13: chapters 1, title: is a list; it must be a text
meeting.yaml:14: chapters 2 has no start
meeting.yaml:16: rights.downloads: is a text; it must be true or false
meeting.yaml:18: the document "agenda.odt" is not in the folder; did you mean "agenda.pdf"? its files are: ` + all + `
meeting.yaml:19: "open" is not a valid visibility: write public, unlisted or private`},
		{"mistakes after one that is no YAML", "people: [{name: A}\n\ndate: noon\ntitle: \"Spring\nrights:\n\tlicense: x\ndate: 2023-06-06\nprofile: cinema\nnonsense\n", `meeting.yaml:1: a [ is not closed: add a ]
meeting.yaml:3: "noon" is not a valid date: write it as 2023-06-30
meeting.yaml:4: a quotation mark " is not closed
meeting.yaml:6: a tab stands where spaces must: indent with spaces
meeting.yaml:7: the key "date" is given twice, first on line 3
meeting.yaml:8: profile "cinema" is not one of meeting, camera, archive-hq, audio, modern
meeting.yaml:9: is not a key with its value: write them as "title: Spring meeting"`},
		{"a colon in a title", "title: Harbour: a plan\n", `meeting.yaml:1: a second colon follows, or the next line is indented too far: put a text with a colon into quotation marks, and align the keys`},
		{"a key that is indented wrongly", "people:\n  - name: x\n   role: y\n", `meeting.yaml:3: is indented unlike the lines around it: align the keys`},
		{"a document without a file", "documents:\n  - title: x\n", `meeting.yaml:2: documents 1 names no file`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := map[string]string{"meeting.yaml": tt.sheet}
			maps.Copy(all, files)
			dir := folder(t, "x", all)
			_, err := intake.Read([]string{dir}, intake.Options{})
			if !errors.Is(err, intake.ErrUsage) {
				t.Fatalf("error %v, want one of usage", err)
			}
			got := strings.ReplaceAll(err.Error(), filepath.Join(dir, "meeting.yaml"), "meeting.yaml")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

// That a file cannot be used is no mistake in the sheet that names it.
func TestRefusedFilesMayBeNamed(t *testing.T) {
	t.Parallel()
	in := read(t, folder(t, "x", map[string]string{
		"day.mp4": film, "a.pptx": "", "page.html": "<html>",
		"meeting.yaml": "presentations:\n  - title: Harbour\n    deck: a.pptx\ndocuments: [page.html]\n",
	}))
	want := []meeting.Refusal{{Name: "a.pptx", Reason: "is empty"}, {Name: "page.html", Reason: "is a web page, not a recording or a deck"}}
	if diff := cmp.Diff(want, in.Meeting.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	talks := []meeting.Presentation{{ID: "harbour", Title: "Harbour"}}
	if diff := cmp.Diff(talks, in.Meeting.Presentations); diff != "" {
		t.Errorf("presentations (-want +got):\n%s", diff)
	}
	notes := []string{`The presentation "Harbour" is without its deck: a.pptx is empty`}
	if diff := cmp.Diff(notes, in.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// FuzzSheet looks for bytes that lead the reader astray.
func FuzzSheet(f *testing.F) {
	f.Add([]byte("title: x\npeople:\n  - name: y\n"))
	f.Add([]byte("presentations:\n  - {title: x, start: 1:02}\ndocuments: [a, {file: b}]\n"))
	f.Add([]byte("? a\n: !!str b\n<<: {c: d}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<12 {
			if n := intake.ParseProblems(data); n > len(data)+1 {
				t.Errorf("%d problems in %d bytes", n, len(data))
			}
		}
	})
}
