package site

import (
	"cmp"
	"strings"

	"proceedings/internal/bcp47"
	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// transcriptView is the transcript of a recording.
type transcriptView struct {
	ID         string // of the section
	Recording  string
	Title      string
	Language   string
	Auto       bool // nobody says that it was read
	Paragraphs []paragraph
	Downloads  []download
}

// paragraph is what one speaker says, or a part of it.
type paragraph struct {
	Clock   string
	Seconds string
	Watch   string // the plain file, from there
	Speaker string
	Cues    []cueView
}

// cueView is a cue: a click on it jumps to its time.
type cueView struct {
	Seconds string
	End     string // where it ends, if a pause follows
	Text    string
}

// The script marks the cue that is spoken until the next one begins. A shorter pause
// than this does not matter.
const shortPause = 1.0 // seconds

// Long paragraphs are hard to read and to search: a new one begins after this
// time, and after a pause.
const (
	longParagraph = 45.0 // seconds
	longPause     = 4.0
)

// viewTranscript is the data of transcript t of one of m's recordings.
func viewTranscript(t Transcript, m manifest.Manifest) (v transcriptView, ok bool) {
	for i, r := range m.Recordings {
		if r.ID != t.Recording {
			continue
		}
		for _, c := range r.Captions {
			if c.ID != t.Captions {
				continue
			}
			v = transcriptView{
				ID: "transcript-" + r.ID + "-" + c.ID, Recording: r.ID, Language: bcp47.Checked(c.Language),
				Title: cmp.Or(words.OneLine(c.Label), "Transcript"), Auto: c.State != manifest.ReviewedCaptions, Paragraphs: paragraphs(t, r),
			}
			if len(m.Recordings) > 1 {
				v.Title = titleOf(r, i, len(m.Recordings)) + ": " + v.Title
			}
			for _, f := range []struct {
				label, extension string
				manifest.File
			}{{"Text", ".txt", c.Text}, {"Captions", ".vtt", c.VTT}} {
				if f.URL != "" {
					v.Downloads = append(v.Downloads, offer(f.label, kindOf(f.Type), v.Title+f.extension, f.File))
				}
			}
			return v, len(v.Paragraphs) > 0
		}
	}
	return v, false
}

func paragraphs(t Transcript, r manifest.Recording) []paragraph {
	var list []paragraph
	began, ended := 0.0, 0.0
	for i, c := range t.Cues {
		text := strings.Join(lines(c.Text), " ")
		if text == "" {
			continue
		}
		last := len(list) - 1
		if last < 0 || list[last].Speaker != words.OneLine(c.Speaker) || c.Start-began > longParagraph || c.Start-ended > longPause {
			began = c.Start
			list = append(list, paragraph{Clock: words.Clock(c.Start), Seconds: seconds(c.Start), Watch: watch(r, c.Start), Speaker: words.OneLine(c.Speaker)})
			last++
		}
		cue := cueView{Seconds: seconds(c.Start), Text: text}
		if i == len(t.Cues)-1 || t.Cues[i+1].Start-c.End > shortPause {
			cue.End = seconds(c.End)
		}
		list[last].Cues = append(list[last].Cues, cue)
		ended = c.End
	}
	return list
}
