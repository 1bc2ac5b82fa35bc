package pageimage

import (
	"testing"

	"proceedings/internal/slides/pdf"
)

func TestFit(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name         string
		page         pdf.Size
		full, narrow Canvas
	}{
		{"a wide slide", pdf.Size{Width: 960, Height: 540}, Canvas{1600, 900}, Canvas{320, 180}},
		{"an old slide", pdf.Size{Width: 720, Height: 540}, Canvas{1600, 1200}, Canvas{320, 240}},
		{"a small page is scaled up", pdf.Size{Width: 96, Height: 54}, Canvas{1600, 900}, Canvas{320, 180}},
		{"an upright page", pdf.Size{Width: 595.276, Height: 841.89}, Canvas{1600, 2263}, Canvas{320, 453}},
		{"a tall page becomes narrow", pdf.Size{Width: 100, Height: 1000}, Canvas{320, 3200}, Canvas{320, 3200}},
		{"a very thin page has at least one pixel", pdf.Size{Width: 1, Height: 14400}, Canvas{1, 3200}, Canvas{1, 3200}},
		{"a very low page", pdf.Size{Width: 14400, Height: 1}, Canvas{1600, 1}, Canvas{320, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			full := Fit(tt.page, 1600)
			if full != tt.full || full.within(320) != tt.narrow {
				t.Errorf("Fit(%v) = %v, narrow %v, want %v, %v", tt.page, full, full.within(320), tt.full, tt.narrow)
			}
		})
	}
}

// FuzzFit: an image is within its limits, whatever the page.
func FuzzFit(f *testing.F) {
	f.Add(960.0, 540.0)
	f.Add(1e-300, 1e300)
	f.Fuzz(func(t *testing.T, w, h float64) {
		if !(w > 0 && h > 0) || w > 1e300 || h > 1e300 {
			return // the reader of sizes refuses it
		}
		for _, c := range []Canvas{Fit(pdf.Size{Width: w, Height: h}, 1600), Fit(pdf.Size{Width: w, Height: h}, 1600).within(320)} {
			if c.Width < 1 || c.Height < 1 || c.Width > 1600 || c.Height > maxHeight {
				t.Fatalf("canvas %v for a page of %g×%g", c, w, h)
			}
		}
	})
}
