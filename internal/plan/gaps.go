package plan

// pictureOf is how the picture of a stretch is made. Where no frame comes for
// longer than a segment lasts, the frame before is repeated at the usual rate:
// a segment needs a key frame, and players wait for no picture that long.
func (r Recording) pictureOf(s stretch) Picture {
	p := *r.Picture
	v := r.found.Video
	if p.FrameRate > 0 {
		return p
	}
	shown, inside := v.End-v.Start, false
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
