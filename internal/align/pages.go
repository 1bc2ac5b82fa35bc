package align

// page is a page image prepared for comparison.
type page struct {
	deck, number int
	plane        plane
	smooth       plane
	aspect       float64
	keypoints    []keypoint
}

// preparePages prepares the pages of all decks. Pages without a picture are left out.
func preparePages(decks []Deck) []page {
	const keypoints, cell = 350, 12
	find := newDetector(keypoints, cell)
	var list []page
	for i, d := range decks {
		for _, p := range d.Pages {
			if p.Image == nil || p.Image.Bounds().Empty() {
				continue
			}
			q := page{deck: i, number: p.Number, plane: planeOf(p.Image, PageWidth)}
			q.aspect = float64(p.Image.Bounds().Dx()) / float64(p.Image.Bounds().Dy())
			q.keypoints = find.keypoints(q.plane)
			q.smooth = newPlane(q.plane.w, q.plane.h)
			q.plane.smooth(q.smooth)
			list = append(list, q)
		}
	}
	return list
}

func (p page) size() size { return size{float64(p.plane.w), float64(p.plane.h)} }

// close returns the page as it is compared in detail with a picture that is filmed or not.
func (p page) close(filmed bool) plane {
	if filmed {
		return p.smooth
	}
	return p.plane
}
