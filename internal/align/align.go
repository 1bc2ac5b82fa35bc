// Package align finds which slide a recording shows when. It compares frames of the
// recording's picture with the page images of its decks. It is pure: gray images in,
// intervals out.
//
// There are two passes. [Locate] finds where in the picture the slides are, from frames
// of the whole recording. [Track] then names the slide of each moment; it may run over
// stretches of a long recording at the same time, and [Join] joins their results.
//
// [Reconstruct] finds slides without a deck, and [Cut] cuts them out of the picture.
package align

import (
	"context"
	"image"
)

// Deck is a slide deck as page images.
type Deck struct {
	Pages []Page
}

// Page is one page image of a deck. It is at least [PageWidth] pixels wide: smaller images
// lose the details that are compared, larger ones only take time.
type Page struct {
	Number int // of the slide, from 1
	Image  *image.Gray
}

// PageWidth is the width of the page images that are compared, pixels.
const PageWidth = 320

// FrameWidth is the width of the frames, pixels. Their height follows from the picture.
const FrameWidth = 640

// Frame is one frame of a recording.
type Frame struct {
	Time  float64     // seconds in the recording
	Image *image.Gray // FrameWidth pixels wide; valid until the next frame is read
}

// Picture gives access to the frames of a recording. Frames arrive in chronological
// order; an error of each ends the reading and is returned.
type Picture interface {
	// Segments returns the segments of the stretch, in chronological order and without
	// gaps. Each begins with a key frame.
	Segments() []Segment
	// Keys reads the first frame of each segment.
	Keys(ctx context.Context, each func(Frame) error) error
	// Frames reads the frames of some segments, given by their indices in ascending
	// order, at [FrameRate] or the rate of the picture if that is lower.
	Frames(ctx context.Context, segments []int, each func(Frame) error) error
}

// FrameRate is the highest rate of the frames that a [Picture] reads, a second.
const FrameRate = 10

// Segment is an independently decodable stretch of a picture.
type Segment struct {
	Start, End float64 // seconds in the recording
	Changes    int64   // bytes of its frames after the first: what the picture changes
}

// Interval is a stretch of time in which a recording shows one slide.
type Interval struct {
	Start, End float64 // seconds in the recording
	Deck       int     // index of the deck
	Slide      int     // number of the slide
	Confidence float64 // probability that it is this slide, 0 to 1
	Like       float64 // similarity of the frames and the page, at most 1; 0 if it is not known
	Still      int     `json:",omitempty"` // number of the still that is more like it than the slide, from 1; there may be no slide
}
