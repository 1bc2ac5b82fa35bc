package intake

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/meeting"
)

// twoFiles knows a camera and a screen that were recorded into a file each.
func twoFiles() recogniser {
	return recogniser{
		name: "Speaker and screen",
		looks: "`talk-camera.mp4` and `talk-screen.mp4`; also `webcam`, `speaker`, `presenter`, `lecturer` with `slides`, `presentation`, `desktop`, " +
			"`deskshare`, `screencast`, in a name or as the name",
		becomes: "one recording with two views; its sound is that of the speaker's file, or of the screen if the speaker's file has none; the sound also tells where the screen starts on the timeline",
		find:    findTwoFiles,
	}
}

// screenWord is what the name of a recorded screen has in it.
const screenWord = `(screen|screen ?share|screencast|screen ?recording|slides?|folien|presentation|präsentation|desktop|deskshare|bildschirm|beamer)`

func findTwoFiles(r *recognition) {
	word := regexp.MustCompile(`^(|.*?[^\pL])(?:(camera|cam|kamera|webcams?|speaker|presenter|lecturer|face)|` + screenWord + `)($|[^\pL].*$)`)
	time := regexp.MustCompile(`(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)` + clock)
	// The second round is for files that were begun some seconds apart.
	for n, round := range []func(string) string{
		func(rest string) string { return rest },
		func(rest string) string { return time.ReplaceAllString(rest, "$1$2$3") },
	} {
		pairs := map[string]*[2][]int{}
		var order []string
		for i, e := range r.entries {
			m := word.FindStringSubmatch(strings.ToLower(norm.NFC.String(e.stem())))
			if m == nil || !r.film(i) || e.soundOnly() {
				continue
			}
			key := e.dir() + "/" + round(m[1]+"\x00"+m[4])
			if pairs[key] == nil {
				pairs[key] = &[2][]int{}
				order = append(order, key)
			}
			of := 0
			if m[3] != "" {
				of = 1
			}
			pairs[key][of] = append(pairs[key][of], i)
		}
		for _, key := range order {
			speaker, screen := pairs[key][0], pairs[key][1]
			switch {
			case len(speaker) == 1 && len(screen) == 1:
				r.add(&group{program: "Speaker and screen", parts: speaker, shows: meeting.Speaker, views: []view{{entry: screen[0], shows: meeting.Screen}}})
			case n == 0: // the second round mixes what was recorded on one day
				r.unpaired(speaker, screen)
			}
		}
	}
}

// screenBeside knows a screen beside a camera that split its recording into
// several files, where there is nothing else that it could belong to.
func screenBeside() recogniser {
	return recogniser{
		name:    "Screen beside a split recording",
		looks:   "a file with `screen`, `slides`, `presentation`, `desktop` or a similar word in its name, beside a recording that a camera split",
		becomes: "a view of the joined recording; the sound tells where it starts on the timeline",
		find:    findScreenBeside,
	}
}

func findScreenBeside(r *recognition) {
	word := regexp.MustCompile(`(?:^|[^\pL])` + screenWord + `(?:$|[^\pL])`)
	screen, films := 0, 0
	for i, e := range r.entries {
		if r.film(i) && !e.soundOnly() {
			screen = i
			films++
		}
	}
	if films != 1 || r.apart || r.taken(screen) || !word.MatchString(strings.ToLower(norm.NFC.String(r.entries[screen].stem()))) {
		return
	}
	if len(r.groups) != 1 {
		return
	}
	g := r.groups[0]
	if g.program == "" || len(g.parts) < 2 || len(g.views) > 0 || r.entries[g.parts[0]].soundOnly() {
		return
	}
	g.shows, g.views = meeting.Speaker, []view{{entry: screen, shows: meeting.Screen}}
	r.owner[screen] = g
}
