// Package recorder makes recordings of talks for benchmarks: it draws the frames that a
// screen recorder or a camera in the room would record while a deck is shown. A seed gives
// the same frames each time.
package recorder

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
)

// Options are what a recording is made of.
type Options struct {
	Profile string // one of Profiles
	Seed    uint64
	Seconds float64 // about the length of the recording
	Rate    int     // frames a second

	Pages  int                                   // number of pages of the deck
	Page   func(number int) (image.Image, error) // a page of the deck, from 1
	Others []image.Image                         // pages of another deck, shown now and then
	Write  func(frame []byte) error              // takes a frame as YUV 4:2:0 of limited range
}

// Size of the frames.
const (
	Width  = 640
	Height = 360
)

// Event is a stretch of a recording.
type Event struct {
	Start, End float64
	Page       int    // 0 for no slide
	Kind       string // what is shown
}

// Profiles are the kinds of recordings.
//
//	screen     the slide fills the picture
//	pip        a speaker in a corner covers a part of the slide
//	letterbox  a smaller slide on a plain background
//	side       the slide beside a speaker
//	room       a camera in the room, with people before the slide
//	zoom       the same, and the camera zooms
//	switch     the slide alone, beside a speaker, and covered, in turn
func Profiles() []string {
	return []string{"screen", "pip", "letterbox", "side", "room", "zoom", "switch"}
}

// Record makes a recording and returns what it shows.
func Record(o Options) ([]Event, error) {
	if !slices.Contains(Profiles(), o.Profile) {
		return nil, fmt.Errorf("profile %q: want one of %s", o.Profile, strings.Join(Profiles(), ", "))
	}
	r := rand.New(rand.NewPCG(o.Seed, uint64(len(o.Profile))<<32|uint64(o.Profile[0])))
	s := newStage(o.Profile, r, o.Seconds)
	f := film{options: o, rand: r, stage: s, content: newContents(o, s.area()), frame: newPicture(Width, Height)}
	for _, e := range timeline(r, o.Pages, o.Seconds, len(o.Others) > 0) {
		if err := f.event(e); err != nil {
			return nil, err
		}
	}
	return f.events, nil
}

// stage composes frames from what is shown.
type stage interface {
	// area is the size of the picture that is shown.
	area() image.Point
	// compose draws a frame at a time. Shown is nil if the frame shows a speaker only.
	compose(frame, shown *picture, seconds float64)
}

func newStage(profile string, r *rand.Rand, seconds float64) stage {
	switch profile {
	case "room", "zoom":
		return newRoom(r, profile == "zoom", seconds)
	}
	return newScreen(profile, r, seconds)
}

// film is a recording as it is made.
type film struct {
	options Options
	rand    *rand.Rand
	stage   stage
	content *contents
	frame   *picture
	count   int     // frames so far
	planned float64 // seconds of the events so far
	events  []Event
	last    *picture // what the last frame shows
}

// event makes the frames of an event.
func (f *film) event(e planned) error {
	f.planned += e.seconds
	rate := float64(f.options.Rate)
	n := int(f.planned*rate+0.5) - f.count
	if n <= 0 {
		return nil
	}
	shown, err := f.content.of(e, f.rand)
	if err != nil {
		return err
	}
	fade := 0
	if e.kind != kindFlick && f.rand.Float64() < 0.25 {
		fade = min(n, 1+f.rand.IntN(f.options.Rate/2+1))
	}
	start, before := f.count, f.last
	for i := range n {
		at := float64(f.count) / rate
		now := shown(float64(i)/rate, at)
		f.last = now
		if i < fade && before != nil && now != nil && before != now {
			now = fadeOf(before, now, float64(i+1)/float64(fade+1))
		}
		f.stage.compose(f.frame, now, at)
		if err := f.options.Write(f.frame.all); err != nil {
			return fmt.Errorf("write frame %d: %w", f.count, err)
		}
		f.count++
	}
	f.events = append(f.events, Event{Start: float64(start) / rate, End: float64(f.count) / rate, Page: e.page, Kind: e.kind})
	return nil
}
