package meeting_test

import (
	"testing"

	"proceedings/internal/meeting"
)

func TestViewNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]meeting.View{
		"Slides":                       meeting.Screen,
		"shared_screen_1920x1080":      meeting.Screen,
		"shared_screen_with_speaker":   meeting.Screen,
		"Présentation":                 meeting.Screen,
		"Speaker":                      meeting.Speaker,
		"presenter/dual":               meeting.Speaker,
		"Webcams":                      meeting.Speaker,
		"GMT20260512_gallery_1280x720": meeting.Gallery,
		"VideoHandler":                 "",
		"Landslide":                    "",
		"camelcase":                    "",
		"":                             "",
	} {
		if got := meeting.ViewNamed(name); got != want {
			t.Errorf("ViewNamed(%q) = %q, want %q", name, got, want)
		}
	}
}
