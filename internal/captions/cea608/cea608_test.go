package cea608_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/captions/captionstest"
	"proceedings/internal/captions/cea608"
	"proceedings/internal/meeting"
)

// sender sends pairs to a decoder, one every tenth of a second.
type sender struct {
	captionstest.Line21

	decoder *cea608.Decoder
	at      float64
}

func (s *sender) send(pairs ...captionstest.Pair) {
	for _, p := range pairs {
		s.decoder.Pair(s.at, s.Second, p[0], p[1])
		s.at += 0.1
	}
}

func cue(start, end float64, text string) meeting.Cue {
	return meeting.Cue{Start: start, End: end, Text: text}
}

func TestDecoder(t *testing.T) {
	t.Parallel()
	const (
		load, up, direct = captionstest.ResumeLoading, captionstest.RollUpTwo, captionstest.ResumeDirect
		erase, cr, end   = captionstest.EraseDisplayed, captionstest.CarriageReturn, captionstest.EndOfCaption
	)
	tests := []struct {
		name    string
		second  bool
		channel int // of the field
		send    func(s *sender)
		want    []meeting.Cue
	}{
		{"pop-on is shown at once, and until it is erased", false, 0, func(s *sender) {
			s.send(s.Command(load)...)
			s.send(s.Row(14)...)
			s.send(s.Text("ONE")...)
			s.send(s.Row(15)...)
			s.send(s.Text("TWO")...)
			s.at = 3
			s.send(s.Command(end)...)
			s.at = 5
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(3, 5, "ONE\nTWO")}},
		{"the next pop-on caption ends the one before", false, 0, func(s *sender) {
			for i, text := range []string{"ONE", "TWO"} {
				s.at = float64(10 * i)
				s.send(s.Command(load)...)
				s.send(s.Command(captionstest.EraseLoaded)...)
				s.send(s.Row(15)...)
				s.send(s.Text(text)...)
				s.at = float64(10*i + 2)
				s.send(s.Command(end)...)
			}
		}, []meeting.Cue{cue(2, 12, "ONE"), cue(12, 20, "TWO")}},
		{"each line of roll-up is said once, the last one too", false, 0, func(s *sender) {
			for i, text := range []string{"ONE", "TWO", "THREE"} {
				s.at = float64(3 * i)
				s.send(s.Command(up)...)
				s.send(s.Command(cr)...)
				s.send(s.Row(15)...)
				s.at = float64(3*i + 1)
				s.send(s.Text(text)...)
			}
		}, []meeting.Cue{cue(1, 4, "ONE"), cue(4, 7, "TWO"), cue(7, 20, "THREE")}},
		{"roll-up that moves up by its row keeps its line", false, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.send(s.Row(15)...)
			s.at = 1
			s.send(s.Text("ON")...)
			s.send(s.Row(4)...)
			s.send(s.Control(0x17, 0x22)...) // two columns on
			s.send(s.Text("!")...)
			s.at = 4
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 4, "ON!")}},
		{"paint-on is one caption while it is written", false, 0, func(s *sender) {
			s.send(s.Command(direct)...)
			s.send(s.Row(14)...)
			s.at = 1
			s.send(s.Text("ONE")...)
			s.send(s.Row(15)...)
			s.send(s.Text("TWO")...)
			s.at = 4
			s.send(s.Row(1)...)
			s.at = 5
			s.send(s.Text("LATER")...)
			s.at = 7
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 5, "ONE\nTWO"), cue(5, 7, "LATER")}},
		{"a caption to which nothing is added goes", false, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Text("HI")...)
			s.at = 600
			s.send(s.Command(cr)...)
			s.send(s.Text("HO")...)
		}, []meeting.Cue{cue(1, 17, "HI")}},
		{"a control code counts once though it is sent twice, padding between or not", false, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Text("ABCD")...)
			back := s.Control(0x14, 0x21)
			s.send(back[0], captionstest.NewPair(0, 0), back[1], back[0], back[1])
			s.at = 3
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 3, "AB")}},
		{"special letters, and extended ones in place of the plain", false, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Control(0x11, 0x37)...) // ♪
			s.send(s.Text(" caf\x5c U")...)
			s.send(s.Control(0x12, 0x24)...) // Ü in place of U
			s.send(s.Text("B")...)
			s.send(s.Control(0x13, 0x34)...) // ß in place of B
			s.send(s.Control(0x11, 0x2e)...) // italics are a space
			s.send(s.Text("x")...)
			s.at = 4
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 4, "♪ café Üß x")}},
		{"what is deleted to the end of the row is gone", false, 0, func(s *sender) {
			s.send(s.Command(direct)...)
			s.send(s.Row(15)...)
			s.at = 1
			s.send(s.Text("ABCD")...)
			s.send(s.Control(0x14, 0x50|0x22)...) // row 15, indent 4
			s.send(s.Control(0x14, 0x70)...)
			s.send(s.Control(0x17, 0x21)...)
			s.send(s.Control(0x14, 0x24)...)
			s.at = 3
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 3, "A")}},
		{"a byte of wrong parity is dropped, and a control code of wrong parity has no effect", false, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			text := s.Text("ABCD")
			text[0][0] ^= 0x80
			s.send(text...)
			bad := s.Command(erase)
			bad[0][1] ^= 0x80
			bad[1][1] ^= 0x80
			s.at = 2
			s.send(bad...)
			s.at = 3
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 3, "BCD")}},
		{"text before any mode is none", false, 0, func(s *sender) { s.send(s.Text("JOINED LATE")...) }, nil},
		{"the text service is no captions", false, 0, func(s *sender) {
			s.send(s.Command(captionstest.ResumeText)...)
			s.send(s.Text("WEATHER")...)
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Text("HI")...)
			s.at = 2
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 2, "HI")}},
		{"data of the programme in the second field is no captions", true, 0, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Text("HO")...)
			s.send(captionstest.NewPair(0x01, 0x03))
			s.send(s.Text("The News")...)
			s.send(captionstest.NewPair(0x0f, 0x1d))
			s.send(s.Text("LA")...)
			s.at = 3
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 3, "HOLA")}},
		{"the second channel of the second field", true, 1, func(s *sender) {
			s.send(s.Command(up)...)
			s.at = 1
			s.send(s.Text("HOLA")...)
			s.at = 3
			s.send(s.Command(erase)...)
		}, []meeting.Cue{cue(1, 3, "HOLA")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var d cea608.Decoder
			tt.send(&sender{Line21: captionstest.Line21{T: t, Second: tt.second, Channel: tt.channel}, decoder: &d})
			channel := tt.channel + 1
			if tt.second {
				channel += 2
			}
			for c := 1; c <= cea608.Channels; c++ {
				want := tt.want
				if c != channel {
					want = nil
				}
				if diff := cmp.Diff(want, d.Cues(c, 20)); diff != "" {
					t.Errorf("CC%d (-want +got):\n%s", c, diff)
				}
			}
		})
	}
}

// Two languages take turns in one field, and each has its own screen.
func TestChannelsOfAField(t *testing.T) {
	t.Parallel()
	var d cea608.Decoder
	one := sender{Line21: captionstest.Line21{T: t}, decoder: &d}
	two := sender{Line21: captionstest.Line21{T: t, Channel: 1}, decoder: &d}
	for i, words := range [][2]string{{"HELLO", "HOLA"}, {"BYE", "ADIOS"}} {
		one.at = float64(10 * i)
		one.send(one.Command(captionstest.RollUpTwo)...)
		one.send(one.Command(captionstest.CarriageReturn)...)
		one.at = float64(10*i + 1)
		one.send(one.Text(words[0])...)
		two.at = float64(10*i + 2)
		two.send(two.Command(captionstest.RollUpTwo)...)
		two.send(two.Command(captionstest.CarriageReturn)...)
		two.at = float64(10*i + 3)
		two.send(two.Text(words[1])...)
	}
	want := [][]meeting.Cue{{cue(1, 11, "HELLO"), cue(11, 20, "BYE")}, {cue(3, 13, "HOLA"), cue(13, 20, "ADIOS")}}
	if diff := cmp.Diff(want, [][]meeting.Cue{d.Cues(1, 20), d.Cues(2, 20)}); diff != "" {
		t.Errorf("CC1 and CC2 (-want +got):\n%s", diff)
	}
}

// Whatever is sent, cues are in order and within the time that passed.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte("\x94\x20\x94\x2c\x94\x70HIHI\x94\x2f\x91\xb9\x97\xa3"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var d cea608.Decoder
		at := 0.0
		for ; len(data) >= 2; data = data[2:] {
			d.Pair(at, len(data)%3 == 0, data[0], data[1])
			at++
		}
		for c := 1; c <= cea608.Channels; c++ {
			for i, one := range d.Cues(c, at) {
				if one.Text == "" || one.Start < 0 || one.End <= one.Start || one.End > at {
					t.Errorf("CC%d: cue %d is %+v, and %v s passed", c, i, one, at)
				}
			}
		}
	})
}
