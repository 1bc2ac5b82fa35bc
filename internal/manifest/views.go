package manifest

import (
	"fmt"
	"regexp"

	"proceedings/internal/fault"
)

// SideBySide means two views at once in the address of a page, so no view may
// have it as its ID.
const SideBySide = "side"

// viewID is the form of a view's ID: addresses list several with commas.
var viewID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// checkViews holds the views of r to what players rely on: they can be told
// apart, each can be played, and the first is the recording's own picture.
func (r Recording) checkViews() error {
	seen := map[string]bool{}
	for i, v := range r.Views {
		switch {
		case !viewID.MatchString(v.ID) || v.ID == SideBySide:
			return fmt.Errorf("view %d has the ID %q", i+1, v.ID)
		case seen[v.ID]:
			return fmt.Errorf("two views have the ID %s", v.ID)
		case v.Master.URL == "":
			return fmt.Errorf("view %s has no master playlist", v.ID)
		case i == 0 && v.Master != r.Master:
			return fmt.Errorf("its picture is %s, and that of its first view, %s, is %s", r.Master.URL, v.ID, v.Master.URL)
		}
		seen[v.ID] = true
	}
	return nil
}

// checkSound refuses several default audio tracks: players take one at most.
func (r Recording) checkSound() error {
	marked := ""
	for _, track := range r.Renditions {
		switch {
		case !track.Default:
		case marked != "":
			return fmt.Errorf("%s and %s are both its default sound", marked, track.ID)
		default:
			marked = track.ID
		}
	}
	return nil
}

// checkRecordings holds each recording to the rules for its tracks and views.
func (m Manifest) checkRecordings() error {
	for _, r := range m.Recordings {
		for _, check := range []func() error{r.checkViews, r.checkSound} {
			if err := check(); err != nil {
				return fault.Permanent(fmt.Errorf("manifest of %s: recording %s: %w", m.ID, r.ID, err))
			}
		}
	}
	return nil
}
