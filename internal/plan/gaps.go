package plan

// pictureOf returns the video settings of a span. If the span has a gap longer than a
// segment, the last frame before it is repeated at the average frame rate. Each segment
// needs a key frame, and players do not wait that long for one.
func (r Recording) pictureOf(s span) Picture {
	p := *r.Picture
	v := r.found.Video
	if p.FrameRate > 0 {
		return p
	}
	shown, inside := v.End-v.Start, false // shown: seconds without the gaps
	for _, g := range v.Gaps {
		shown -= g.To - g.From
		inside = inside || g.From-r.Start < Seconds(s.to) && g.To-r.Start > Seconds(s.from)
	}
	if inside {
		p.FrameRate = gridRate
		if shown > 0 {
			p.FrameRate = milli(min(r.profile.MaxRate, max(gridRate, float64(v.Frames)/shown)))
		}
	}
	return p
}
