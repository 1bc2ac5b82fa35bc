package probe

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/meeting"
)

// pic is a candidate of that size with so many frames over so many seconds.
func pic(width, height, frames int, lasts float64, title string, marked bool) candidate {
	return candidate{Video: meeting.Video{Width: width, Height: height, Frames: frames, Last: lasts, Title: title}, marked: marked}
}

func TestMainPicture(t *testing.T) {
	t.Parallel()

	camera, screen := pic(640, 360, 1500, 60, "", false), pic(1920, 1080, 300, 60, "", false)
	named := func(c candidate, title string) candidate { c.Title = title; return c }
	marked := func(c candidate) candidate { c.marked = true; return c }
	for _, tt := range []struct {
		name string
		all  []candidate
		want int
	}{
		{"one picture", []candidate{camera}, 0},
		{"the larger of two", []candidate{camera, screen}, 1},
		{"the first of two that are equal", []candidate{camera, camera}, 0},
		{"the one with more frames of two that are equally large", []candidate{pic(640, 360, 300, 60, "", false), camera}, 1},
		{"the marked one before the larger", []candidate{marked(camera), screen}, 0},
		{"the larger where both are marked", []candidate{marked(camera), marked(screen)}, 1},
		{"slides before the speaker, though the speaker is marked", []candidate{marked(named(screen, "Speaker")), named(camera, "Slides")}, 1},
		{"slides before what has no name", []candidate{screen, named(camera, "Presentation")}, 1},
		{"what has no name before a camera", []candidate{named(screen, "webcam"), camera}, 1},
		{"a film before slides that are shown for a moment", []candidate{named(pic(1920, 1080, 50, 10, "", true), "slides"), camera}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := mainPicture(tt.all); got != tt.want {
				t.Errorf("the main picture is %d, want %d", got, tt.want)
			}
		})
	}
}

func TestMoving(t *testing.T) {
	t.Parallel()

	film, slides := pic(320, 180, 150, 5.96, "", false), pic(640, 360, 3, 120, "", false)
	cover, long := pic(600, 600, 1, 0, "", false), pic(600, 600, 1, 0, "", false)
	long.End = 3600
	blink := pic(600, 600, 3, 0.08, "", false)
	for _, tt := range []struct {
		name          string
		all           []candidate
		sound         bool
		moves, stills []candidate
	}{
		{"a film", []candidate{film}, true, []candidate{film}, nil},
		{"a cover before a film", []candidate{cover, film}, true, []candidate{film}, []candidate{cover}},
		{"a cover that stands for an hour", []candidate{film, long}, false, []candidate{film}, []candidate{long}},
		{"a cover of three frames beside a film", []candidate{film, blink}, false, []candidate{film}, []candidate{blink}},
		{"three frames alone", []candidate{blink}, true, []candidate{blink}, nil},
		{"a frame a minute", []candidate{slides}, true, []candidate{slides}, nil},
		{"two films", []candidate{film, slides}, true, []candidate{film, slides}, nil},
		{"a cover of a song", []candidate{cover}, true, nil, []candidate{cover}},
		{"a frame and nothing else", []candidate{cover}, false, []candidate{cover}, nil},
		{"two frames and nothing else", []candidate{pic(2, 2, 1, 0, "", false), cover}, false, []candidate{cover}, []candidate{pic(2, 2, 1, 0, "", false)}},
		{"nothing", nil, true, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			moves, stills := moving(tt.all, tt.sound)
			same := cmp.Comparer(func(a, b candidate) bool { return cmp.Equal(a.Video, b.Video) && a.marked == b.marked })
			if diff := cmp.Diff(tt.moves, moves, same, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("moving pictures (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.stills, stills, same, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("stills (-want +got):\n%s", diff)
			}
		})
	}
}

// A picture has the size that it has for most of the time, and not its first.
func TestMainShape(t *testing.T) {
	t.Parallel()

	small := func(at float64) decodedFrame { return decodedFrame{at: at, width: 640, height: 360, sar: "1:1"} }
	large := func(at float64) decodedFrame { return decodedFrame{at: at, width: 1280, height: 720, sar: "1:1"} }
	wide := func(at float64) decodedFrame { return decodedFrame{at: at, width: 720, height: 576, sar: "64:45"} }
	narrow := func(at float64) decodedFrame { return decodedFrame{at: at, width: 720, height: 576, sar: "16:15"} }
	turned := func(g decodedFrame) decodedFrame {
		g.sideData = []sideData{{}, {Rotation: 90, Matrix: "\n00000000:            0      -65536           0\n00000001:        65536           0           0\n"}}
		return g
	}
	header := stream{Width: 640, Height: 360, SAR: "1:1"}
	for _, tt := range []struct {
		name          string
		decoded       []decodedFrame
		width, height int
		varies        bool
		turn          int
	}{
		{"nobody looked", nil, 640, 360, false, 0},
		{"one size", []decodedFrame{small(0), small(5)}, 640, 360, false, 0},
		{"one size that the header does not know", []decodedFrame{large(0), large(5)}, 1280, 720, false, 0},
		{"small for two seconds of ten", []decodedFrame{small(0), large(2), large(6)}, 1280, 720, true, 0},
		{"large for two seconds of ten", []decodedFrame{large(100), small(102)}, 640, 360, true, 0},
		{"large twice, small once and for longer", []decodedFrame{large(0), small(2), large(8)}, 640, 360, true, 0},
		{"half and half", []decodedFrame{small(0), large(5)}, 640, 360, true, 0},
		{"pixels that grow wide", []decodedFrame{narrow(0), wide(4)}, 1024, 576, true, 0},
		{"pixels of an unknown shape are square", []decodedFrame{small(0), {at: 5, width: 640, height: 360, sar: "N/A"}}, 640, 360, false, 0},
		{"turned by the frames themselves", []decodedFrame{turned(small(0)), turned(small(5))}, 360, 640, false, 270},
		{"turned on the way", []decodedFrame{small(0), turned(small(3))}, 360, 640, true, 270},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, varies := mainShape(header, &track{count: 250, last: 9.96, lastLen: 0.04, hasTime: true, decoded: tt.decoded})
			if w, h := shown(got); w != tt.width || h != tt.height || varies != tt.varies || turn(got) != tt.turn {
				t.Errorf("%d×%d, varies %v, turned by %d; want %d×%d, %v, %d", w, h, varies, turn(got), tt.width, tt.height, tt.varies, tt.turn)
			}
		})
	}
}
