package align

import (
	"context"
)

// Reconstruction is the slides that a picture shows, found without a deck.
type Reconstruction struct {
	Slides    []Reconstructed `json:"slides,omitempty"`
	Intervals []Interval      `json:"intervals,omitempty"` // of deck 0, in chronological order
	// Reason says why there are no slides, to read after the recording's name.
	Reason string  `json:"reason,omitempty"`
	Quad   Quad    `json:"quad"`   // where the slides are in a frame
	Aspect float64 `json:"aspect"` // of the slides: width to height
	Width  int     `json:"width"`  // of the frames, pixels
	Height int     `json:"height"`
}

// Reconstructed is a slide that was found in a picture.
type Reconstructed struct {
	Number int     `json:"number"` // from 1, in the order of their first appearance
	At     float64 `json:"at"`     // time of the frame that shows it best, seconds
}

// Reconstruct finds the slides that a picture shows, without a deck. A slide is a picture
// that stays the same for some time and has flat areas and sharp edges. A picture that
// shows fewer than two is not taken for slides.
func Reconstruct(ctx context.Context, p Picture) (Reconstruction, error) {
	segments := p.Segments()
	if len(segments) == 0 {
		return Reconstruction{Reason: "has no picture"}, nil
	}
	w, err := newWatcher(ctx, p, segments)
	if err != nil {
		return Reconstruction{}, err
	}
	scenes, err := w.scenes(ctx, p)
	if err != nil {
		return Reconstruction{}, err
	}
	g := newGatherer(w, scenes)
	out := Reconstruction{Width: w.width, Height: w.height}
	out.Slides, out.Intervals, out.Reason = g.slides(segments[len(segments)-1].End)
	if out.Reason != "" {
		return out, nil
	}
	out.Quad, out.Aspect, err = w.area(ctx, p, g)
	return out, err
}
