package meeting

import (
	"slices"
	"strings"
	"unicode"
)

// ViewNamed guesses the view from the title of a stream or the name of a file:
// "Slides", "shared_screen". It is empty if the name does not tell. A name with
// words of several views is that of a screen.
func ViewNamed(name string) View {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, view := range []View{Screen, Gallery, Speaker} {
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(viewWords(view), w) }) {
			return view
		}
	}
	return ""
}

// viewWords are the words that programs and people use for a view.
func viewWords(v View) []string {
	switch v {
	case Screen:
		return []string{
			"screen", "screens", "screenshare", "screencast", "sharedscreen", "slide", "slides", "presentation", "desktop",
			"deskshare", "content", "whiteboard", "folien", "präsentation", "bildschirm", "écran", "présentation", "diapositives",
			"pantalla", "presentación", "diapositivas",
		}
	case Gallery:
		return []string{"gallery", "participants"}
	case Speaker:
		return []string{
			"speaker", "speakers", "camera", "cam", "webcam", "webcams", "presenter", "lecturer", "face", "room", "stage",
			"kamera", "caméra", "cámara",
		}
	default:
		return nil
	}
}
