package probe

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// views are the pictures of a file.
type views struct {
	main    *meeting.Video // nil where there is none
	others  []meeting.Video
	used    map[int]bool // indexes of their streams
	leftOut []string     // the others and why, predicates about the file
	large   *stream      // one that is too large
}

// pictures tells the pictures of a file that are used from those that are not,
// and the main one from the others.
func pictures(h header, packets map[int]*track) views {
	v := views{used: map[int]bool{}}
	var found []candidate
	sound := false
	for _, s := range h.Streams {
		t := packets[s.Index]
		if t == nil || t.count == 0 {
			continue // declared and empty
		}
		sound = sound || s.sound()
		if !s.film() {
			continue
		}
		settled, _ := mainShape(s, t)
		switch {
		case !s.picture(): // leftOut names it
		case s.tooLarge() || settled.tooLarge():
			v.large = &settled
			v.warn("has a picture of %d×%d pixels, more than 8192×8192, that was left out", settled.Width, settled.Height)
		case len(found) == maxPictures:
			v.warn("has more than %d pictures, and one of them was left out (%s, %d×%d)", maxPictures, s.Codec, s.Width, s.Height)
		default:
			found = append(found, candidate{Video: video(s, t), marked: s.Disposition.Default != 0})
		}
	}
	used, stills := moving(found, sound)
	for _, c := range stills {
		v.warn("has a still picture that was left out (%s, %d×%d)", c.Codec, c.Width, c.Height)
	}
	main := mainPicture(used)
	for i, c := range used {
		v.used[c.Index] = true
		if i == main {
			v.main = &used[i].Video
		} else {
			v.others = append(v.others, c.Video)
		}
	}
	return v
}

func (v *views) warn(format string, args ...any) {
	v.leftOut = append(v.leftOut, fmt.Sprintf(format, args...))
}

// refusal says why a file is none of which neither a picture nor a sound is used.
func (v *views) refusal(h header) error {
	if v.large != nil {
		return fault.Refuse("has a picture of %d×%d pixels, more than 8192×8192", v.large.Width, v.large.Height)
	}
	return refuseUnusable(h)
}

// candidate is a picture that can be used.
type candidate struct {
	meeting.Video

	marked bool // the file marks it as the one to play
}

// lasts is from its first frame to its last, in seconds: a frame may be said to
// stand for hours.
func (c candidate) lasts() float64 { return c.Last - c.Start }

// moving separates the pictures from the stills: a single frame, or what is over
// in a moment while another picture goes on. They are covers and thumbnails that
// nothing marks as such. Where there is nothing else, a still is the picture.
func moving(all []candidate, sound bool) (moving, stills []candidate) {
	longest := 0.0
	for _, c := range all {
		longest = max(longest, c.lasts())
	}
	for _, c := range all {
		if c.Frames == 1 || c.lasts() < 1 && c.lasts() < longest/10 {
			stills = append(stills, c)
		} else {
			moving = append(moving, c)
		}
	}
	if len(moving) == 0 && len(stills) > 0 && !sound {
		i := mainPicture(stills)
		return stills[i : i+1], slices.Delete(slices.Clone(stills), i, i+1)
	}
	return moving, stills
}

// mainPicture is the index of the picture that is shown first: one that is there
// for most of the time, then the screen before what has no name, and that before
// a speaker, then the one that the file marks, if it marks one, then the largest.
func mainPicture(all []candidate) int {
	longest, marks := 0.0, 0
	for _, c := range all {
		longest = max(longest, c.lasts())
		if c.marked {
			marks++
		}
	}
	rank := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	best := 0
	for i, c := range all {
		top := all[best]
		if cmp.Or(
			cmp.Compare(rank(2*c.lasts() >= longest), rank(2*top.lasts() >= longest)),
			cmp.Compare(screenFirst(c.Title), screenFirst(top.Title)),
			cmp.Compare(rank(marks == 1 && c.marked), rank(marks == 1 && top.marked)),
			cmp.Compare(c.Width*c.Height, top.Width*top.Height),
			cmp.Compare(c.Frames, top.Frames),
		) > 0 {
			best = i
		}
	}
	return best
}

// screenFirst orders pictures by what their names say that they show.
func screenFirst(title string) int {
	switch meeting.ViewNamed(title) {
	case meeting.Screen:
		return 2
	case "":
		return 1
	default:
		return 0
	}
}
