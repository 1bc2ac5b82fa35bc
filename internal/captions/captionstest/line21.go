// Package captionstest makes pictures with closed captions for tests: line 21 as
// CTA-608-E has it, in user data as ATSC A/53 has it, in an H.264 stream.
package captionstest

import (
	"math/bits"
	"testing"
)

// Pair is two bytes of line 21, with their parity bits.
type Pair [2]byte

// NewPair adds odd parity to two bytes.
func NewPair(a, b byte) Pair { return Pair{parity(a), parity(b)} }

func parity(b byte) byte {
	if bits.OnesCount8(b)%2 == 0 {
		return b | 0x80
	}
	return b
}

// Line21 is what is sent in one field with each frame. The zero value of
// Channel and Second is CC1.
type Line21 struct {
	T       testing.TB
	Second  bool // of the two fields
	Channel int  // of the two that share the field, 0 or 1

	frames map[int]Pair
}

// Send sends pairs from that frame on, one a frame, and returns the frame after.
func (l *Line21) Send(frame int, pairs ...Pair) int {
	l.T.Helper()
	if l.frames == nil {
		l.frames = map[int]Pair{}
	}
	for _, p := range pairs {
		if _, taken := l.frames[frame]; taken || frame < 0 {
			l.T.Fatalf("frame %d is taken already, or before the first", frame)
		}
		l.frames[frame] = p
		frame++
	}
	return frame
}

// The commands of captions.
const (
	ResumeLoading   = 0x20 // pop-on
	RollUpTwo       = 0x25
	ResumeDirect    = 0x29 // paint-on
	ResumeText      = 0x2b // the text service
	EraseDisplayed  = 0x2c
	CarriageReturn  = 0x2d
	EraseLoaded     = 0x2e
	EndOfCaption    = 0x2f
	lowestRow       = 15
	miscellaneous   = 0x14
	secondField     = 0x01 // added to miscellaneous
	secondOfTwo     = 0x08 // added to any control code
	indentedByNone  = 0x10
	lowerRowOfTwo   = 0x20
	preambleAddress = 0x40
)

// Command is a command, sent twice as encoders do.
func (l *Line21) Command(code byte) []Pair {
	first := byte(miscellaneous)
	if l.Second {
		first |= secondField
	}
	return l.Control(first, code)
}

// Control is a control code, sent twice.
func (l *Line21) Control(a, b byte) []Pair {
	if l.Channel == 1 {
		a |= secondOfTwo
	}
	p := NewPair(a, b)
	return []Pair{p, p}
}

// Row sets the cursor to the beginning of a row, from 1 to 15.
func (l *Line21) Row(row int) []Pair {
	first := [...]byte{0x11, 0x11, 0x12, 0x12, 0x15, 0x15, 0x16, 0x16, 0x17, 0x17, 0x10, 0x13, 0x13, 0x14, 0x14}[row-1]
	second := byte(preambleAddress | indentedByNone)
	if row <= 10 && row%2 == 0 || row == 13 || row == lowestRow {
		second |= lowerRowOfTwo
	}
	return l.Control(first, second)
}

// Text is characters of the standard set.
func (*Line21) Text(text string) []Pair {
	if len(text)%2 == 1 {
		text += "\x00"
	}
	var pairs []Pair
	for i := 0; i < len(text); i += 2 {
		pairs = append(pairs, NewPair(text[i], text[i+1]))
	}
	return pairs
}

// PopOn loads lines so that they are shown with that frame.
func (l *Line21) PopOn(shown int, lines ...string) {
	l.T.Helper()
	pairs := append(l.Command(ResumeLoading), l.Command(EraseLoaded)...)
	for i, line := range lines {
		pairs = append(append(pairs, l.Row(lowestRow+1-len(lines)+i)...), l.Text(line)...)
	}
	l.Send(shown-len(pairs), append(pairs, l.Command(EndOfCaption)...)...)
}

// RollUp begins a line so that its first letters are shown with that frame.
func (l *Line21) RollUp(shown int, line string) {
	l.T.Helper()
	pairs := append(append(l.Command(RollUpTwo), l.Command(CarriageReturn)...), l.Row(lowestRow)...)
	l.Send(shown-len(pairs), append(pairs, l.Text(line)...)...)
}

// PaintOn writes lines in sight, the first letters with that frame.
func (l *Line21) PaintOn(shown int, lines ...string) {
	l.T.Helper()
	pairs := l.Command(ResumeDirect)
	for i, line := range lines {
		pairs = append(pairs, l.Row(lowestRow+1-len(lines)+i)...)
		if i == 0 {
			shown -= len(pairs)
		}
		pairs = append(pairs, l.Text(line)...)
	}
	l.Send(shown, pairs...)
}

// Erase empties the screen with that frame.
func (l *Line21) Erase(frame int) {
	l.T.Helper()
	l.Send(frame, l.Command(EraseDisplayed)...)
}
