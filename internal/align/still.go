package align

import (
	"encoding/binary"
	"image"
)

// still is a small gray picture of a frame: each pixel is the mean of stillBlock × stillBlock.
// Noise of the frame mostly averages out in it, lines of text stay apart.
type still struct {
	w, h int
	v    []uint8
}

// stillBlock is the size of the blocks that a still averages, pixels of a frame.
const stillBlock = 4

// stillOf returns the still of a frame. It is computed for each frame that is read, so it adds
// eight pixels at a time: the sums of pairs of them, in four numbers of 16 bits.
func stillOf(img *image.Gray) still {
	const pairs = 0x00ff00ff00ff00ff
	b := img.Bounds()
	s := still{w: b.Dx() / (2 * stillBlock) * 2, h: b.Dy() / stillBlock}
	s.v = make([]uint8, s.w*s.h)
	line := make([]uint64, s.w/2)
	for y := range s.h {
		clear(line)
		for r := range stillBlock {
			src := img.Pix[(y*stillBlock+r)*img.Stride:][:8*len(line)]
			for x := range line {
				v := binary.LittleEndian.Uint64(src[8*x:])
				line[x] += v&pairs + v>>8&pairs
			}
		}
		out := s.v[y*s.w:][:2*len(line)]
		for x, v := range line {
			v += v >> 16                                // sums of four pixels in each half
			out[2*x] = uint8((v&0xffff + 8) >> 4)       //nolint:gosec // a mean of 16 bytes
			out[2*x+1] = uint8((v>>32&0xffff + 8) >> 4) //nolint:gosec // a mean of 16 bytes
		}
	}
	return s
}

// changed reports whether two brightnesses differ by more than noise.
func changed(a, b, noise uint8) bool { return a > b && a-b > noise || b > a && b-a > noise }

// changes counts the pixels in which two stills of one size differ by more than noise. Those
// of the mask do not count.
func (s still) changes(t still, mask []bool, noise uint8) (n int) {
	v, m := t.v[:len(s.v)], mask[:len(s.v)]
	for i, a := range s.v {
		if b := v[i]; a != b && changed(a, b, noise) && !m[i] {
			n++
		}
	}
	return n
}

// ink marks the pixels that differ from what surrounds them: text, lines, pictures.
func (s still) ink() []bool {
	const (
		contrast = 8 // of the brightness to the mean around it
		radius   = 3
	)
	p := plane{s.w, s.h, make([]float32, len(s.v))}
	for i, v := range s.v {
		p.v[i] = float32(v)
	}
	var sum sums
	sum.fill(p, same)
	marks := make([]bool, len(s.v))
	for y := range s.h {
		for x := range s.w {
			i := y*s.w + x
			d := p.v[i] - sum.mean(x, y, radius)
			marks[i] = d > contrast || d < -contrast
		}
	}
	return marks
}

// moved returns the still as seen by a camera that has moved by some pixels of a still.
func (s still) moved(dx, dy float32) still {
	if dx == 0 && dy == 0 {
		return s
	}
	t := still{s.w, s.h, make([]uint8, len(s.v))}
	for y := range s.h {
		fy := min(max(float32(y)+dy, 0), float32(s.h)-1.001)
		iy := int(fy)
		ky := fy - float32(iy)
		for x := range s.w {
			fx := min(max(float32(x)+dx, 0), float32(s.w)-1.001)
			ix := int(fx)
			kx := fx - float32(ix)
			i := iy*s.w + ix
			top := float32(s.v[i]) + kx*(float32(s.v[i+1])-float32(s.v[i]))
			bottom := float32(s.v[i+s.w]) + kx*(float32(s.v[i+s.w+1])-float32(s.v[i+s.w]))
			t.v[y*s.w+x] = uint8(top + ky*(bottom-top) + .5)
		}
	}
	return t
}
