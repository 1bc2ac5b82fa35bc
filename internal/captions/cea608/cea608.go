// Package cea608 decodes line 21 closed captions (ANSI/CTA-608-E), which are pairs of
// bytes within a picture, to cues. It is pure.
//
// ffmpeg has a decoder too. That of version 5.1 mixes the languages of a field,
// takes XDS for text, loses the last line of roll-up captions, and counts
// paint-on captions from the one before: its text is right for pop-on captions
// only, for which a test compares the two.
package cea608

import (
	"math/bits"

	"proceedings/internal/meeting"
)

// Channels is how many channels of captions line 21 has: CC1 and CC2 in the
// first field, CC3 and CC4 in the second.
const Channels = 4

// Decoder decodes the captions of one picture. The zero value is ready.
type Decoder struct{ fields [2]field }

// field is line 21 of one of the two fields of a picture.
type field struct {
	screens  [2]screen
	current  int     // the channel that text is for
	text     bool    // what comes is of the text service (T1 to T4), which is no captions
	xds      bool    // what comes is extended data service: the programme's name, its rating
	last     [2]byte // the control code before, without parity
	repeated bool    // last was the repetition of the one before
}

// Pair takes two bytes with their parity bits, of the frame shown at that time,
// seconds. Pairs come in the order in which frames are shown. second says which
// field they are of.
func (d *Decoder) Pair(at float64, second bool, a, b byte) {
	f := &d.fields[0]
	if second {
		f = &d.fields[1]
	}
	okA, okB := odd(a), odd(b)
	a, b = a&0x7f, b&0x7f
	switch {
	case a == 0 && b == 0: // padding
	case okA && a >= 0x10 && a < 0x20:
		if okB {
			f.xds = false
			f.control(at, a, b)
		}
	case okA && a > 0 && a < 0x10:
		f.xds = second && a != 0x0f // 0x0f ends a packet
	default:
		f.last, f.repeated = [2]byte{}, false
		if f.xds || f.text {
			return
		}
		for i, char := range [2]byte{a, b} {
			if ok := [2]bool{okA, okB}[i]; ok && char >= 0x20 {
				f.screens[f.current].write(at, basic(char))
			}
		}
	}
}

func odd(b byte) bool { return bits.OnesCount8(b)%2 == 1 }

// control takes a control code. Encoders send each twice, lest one is lost.
func (f *field) control(at float64, a, b byte) {
	if code := [2]byte{a, b}; code != f.last {
		f.last, f.repeated = code, false
	} else if !f.repeated {
		f.repeated = true
		return
	} else {
		f.repeated = false
	}
	f.current = int(a>>3) & 1
	s := &f.screens[f.current]
	a &^= 0x08
	if (a == 0x14 || a == 0x15) && b >= 0x20 && b < 0x30 {
		f.command(s, at, b)
		return
	}
	if f.text {
		return
	}
	switch {
	case b >= 0x40:
		s.address(a, b)
	case a == 0x11 && b >= 0x20 && b < 0x30: // a change of style, shown as a space
		s.write(at, ' ')
	case a == 0x11 && b >= 0x30:
		s.write(at, special(b))
	case (a == 0x12 || a == 0x13) && b >= 0x20: // stands in for the plain letter sent before it
		s.back()
		s.write(at, extended(a, b))
	case a == 0x17 && b >= 0x21 && b <= 0x23:
		s.col = min(columns-1, s.col+int(b-0x20))
	}
}

// command takes a code that rules what is on the screen.
func (f *field) command(s *screen, at float64, code byte) {
	switch code {
	case 0x20, 0x25, 0x26, 0x27, 0x29, 0x2f:
		f.text = false
	case 0x2a, 0x2b:
		f.text = true
	}
	switch code {
	case 0x20: // resume caption loading
		s.mode = popOn
	case 0x21: // backspace
		if !f.text {
			s.back()
		}
	case 0x24: // delete to end of row
		if !f.text {
			s.deleteToEnd()
		}
	case 0x25, 0x26, 0x27: // roll-up with two, three, four rows
		s.rollUp(at)
	case 0x29: // resume direct captioning
		s.mode = paintOn
	case 0x2c: // erase displayed memory
		s.erase(at)
	case 0x2d: // carriage return
		if !f.text {
			s.carriageReturn(at)
		}
	case 0x2e: // erase non-displayed memory
		s.loading = grid{}
	case 0x2f: // end of caption: show what was loaded
		s.flip(at)
	}
}

// Cues ends the captions at that time, seconds, and returns those of a channel,
// from 1 to [Channels], in the order of time.
func (d *Decoder) Cues(channel int, end float64) []meeting.Cue {
	s := &d.fields[(channel-1)/2].screens[(channel-1)%2]
	s.close(end)
	return s.cues
}
