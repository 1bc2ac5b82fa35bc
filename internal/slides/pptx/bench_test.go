package pptx_test

import (
	"testing"

	"proceedings/internal/slides/slidestest"
)

// BenchmarkRead reads a deck of 30 slides.
func BenchmarkRead(b *testing.B) {
	data := slidestest.PPTXOf(b, slidestest.Usual(30))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(b, data); err != nil {
			b.Fatal(err)
		}
	}
}
