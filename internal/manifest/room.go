package manifest

// Sizes of what is shown where nobody says how much room there is.
const (
	playerRoom  = 640 // both ways
	soundHeight = 160 // a player without a picture does not grow
)

// room is the size of something of a shape that can be shown at any size: all
// the room that there is, but not beyond its own size and that of a usual
// column. Its aspect is kept.
func (ask Request) room(width, height int) (int, int) {
	if ask.MaxWidth <= 0 && ask.MaxHeight <= 0 {
		return fit(width, height, playerRoom, playerRoom)
	}
	across, down := max(width, playerRoom), max(height, playerRoom)
	if ask.MaxWidth > 0 {
		across = min(across, ask.MaxWidth)
	}
	if ask.MaxHeight > 0 {
		down = min(down, ask.MaxHeight)
	}
	return fit(width, height, across, down)
}

// soundRoom is the size of a player without a picture, which has no aspect.
func (ask Request) soundRoom() (width, height int) {
	width, height = playerRoom, soundHeight
	if ask.MaxWidth > 0 {
		width = ask.MaxWidth
	}
	if ask.MaxHeight > 0 {
		height = min(height, ask.MaxHeight)
	}
	return width, height
}

// fit is the largest size of the shape width × height in a room, in whole
// pixels that do not go beyond it.
func fit(width, height, across, down int) (int, int) {
	// Compared as products, so that nothing is rounded.
	if int64(width)*int64(down) > int64(across)*int64(height) {
		return across, max(1, int(int64(across)*int64(height)/int64(width)))
	}
	return max(1, int(int64(down)*int64(width)/int64(height))), down
}

// within reports whether something has the room that it needs.
func (ask Request) within(width, height int) bool {
	return (ask.MaxWidth <= 0 || width <= ask.MaxWidth) && (ask.MaxHeight <= 0 || height <= ask.MaxHeight)
}

// fitting is the largest of images, widest first, that has room, and its size.
// Where none has, it is the narrowest, with the size at which it has: every
// browser scales, and a site that asks for a photo has no use for less.
func (a *answer) fitting(images []Image) (image Image, width, height int) {
	for _, i := range images {
		if a.ask.within(i.Width, i.Height) {
			return i, i.Width, i.Height
		}
	}
	last := images[len(images)-1]
	across, down := last.Width, last.Height
	if a.ask.MaxWidth > 0 {
		across = min(across, a.ask.MaxWidth)
	}
	if a.ask.MaxHeight > 0 {
		down = min(down, a.ask.MaxHeight)
	}
	width, height = fit(last.Width, last.Height, across, down)
	return last, width, height
}

// thumbnail fills in the largest of images that has room; section 2.3.4 forbids
// one that has not.
func (a *answer) thumbnail(images []Image) {
	for _, i := range images {
		if a.ask.within(i.Width, i.Height) {
			a.ThumbnailURL, a.ThumbnailWidth, a.ThumbnailHeight = a.address(i), i.Width, i.Height
			return
		}
	}
}
