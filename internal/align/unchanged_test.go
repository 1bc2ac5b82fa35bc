package align

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"
)

// withDigits returns a page with other digits at the ends of four lines.
func withDigits(base *image.Gray, number uint64) *image.Gray {
	img := image.NewGray(base.Rect)
	copy(img.Pix, base.Pix)
	random := rand.New(rand.NewPCG(number, 7)) //nolint:gosec // a picture that is the same each time
	for line := range 4 {
		for y := range 8 {
			for x := range 16 {
				ink := uint8(250)
				if random.IntN(2) == 0 && x%5 < 4 {
					ink = 20
				}
				img.SetGray(200+x, 60+line*28+y, color.Gray{Y: ink})
			}
		}
	}
	return img
}

// TestDigits tracks slides that differ in four numbers, and one with other numbers that is not
// in the deck: its still has to be read.
func TestDigits(t *testing.T) {
	t.Parallel()
	base := drawPage(31, PageWidth, PageWidth*9/16)
	var d Deck
	for n := range 6 {
		d.Pages = append(d.Pages, Page{Number: n + 1, Image: withDigits(base, uint64(n)+1)}) //nolint:gosec // small
	}
	foreign := withDigits(base, 9)
	f := film{noise: 1, shots: []shot{{12, d.Pages[0].Image, 0}, {12, d.Pages[2].Image, 0}, {12, foreign, 0}, {12, d.Pages[1].Image, 0}}}.keep()
	layout, err := Locate(t.Context(), f, []Deck{d})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Track(t.Context(), f, []Deck{d}, layout)
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[int]Meaning{}
	for i, s := range got.Stills {
		shown := []int{1, 3, 0, 2}[int(s.At/12)]
		if meanings[i+1] = (Meaning{Confidence: .97}); shown > 0 {
			meanings[i+1] = Meaning{Slides: []int{shown}, Confidence: .97}
		}
	}
	list, reason := Join([]Stretch{got}).Slides(meanings)
	if reason != "" || len(meanings) < 4 {
		t.Fatalf("stills %+v, intervals %+v: %s", got.Stills, got.Intervals, reason)
	}
	want := []Interval{{Start: 0, End: 12, Slide: 1}, {Start: 12, End: 24, Slide: 3}, {Start: 36, End: 48, Slide: 2}}
	if len(list) != len(want) {
		t.Fatalf("these are shown: %+v", list)
	}
	for i, in := range list {
		if in.Slide != want[i].Slide || in.Start > want[i].Start+.2 || in.Start < want[i].Start-.2 || in.End > want[i].End+.2 || in.End < want[i].End-.2 {
			t.Errorf("%+v is shown, want %+v", in, want[i])
		}
	}
}

func TestIsUnchanged(t *testing.T) {
	t.Parallel()
	base := drawPage(31, PageWidth, PageWidth*9/16)
	one, other := planeOf(withDigits(base, 1), PageWidth), planeOf(withDigits(base, 2), PageWidth)
	if !isUnchanged(one, one) || isUnchanged(one, other) {
		t.Error("digits that changed went unnoticed")
	}
	noisy, random := one.clone(), rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	for i := range noisy.v {
		noisy.v[i] += float32(random.Float64()-.5) * 1.2
	}
	if !isUnchanged(one, noisy) {
		t.Error("noise counts as a change")
	}
}
