package recorder_test

import (
	"errors"
	"hash/fnv"
	"image"
	"image/color"
	"testing"

	"proceedings/internal/bench/align/recorder"
)

// page is a page image of plain color with a dark bar at a height of its own.
func page(number int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 320, 180))
	for y := range 180 {
		for x := range 320 {
			c := color.RGBA{230, 230, 240, 255}
			if y/12 == number%15 {
				c = color.RGBA{30, 30, 60, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func options(profile string, seed uint64, write func([]byte) error) recorder.Options {
	return recorder.Options{
		Profile: profile, Seed: seed, Seconds: 30, Rate: 2, Pages: 14, Others: []image.Image{page(3)}, Write: write,
		Page: func(n int) (image.Image, error) { return page(n), nil },
	}
}

func TestRecordings(t *testing.T) {
	t.Parallel()
	for _, profile := range recorder.Profiles() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			record := func(seed uint64) (events []recorder.Event, frames int, sum uint64) {
				hash := fnv.New64()
				events, err := recorder.Record(options(profile, seed, func(frame []byte) error {
					frames++
					if len(frame) != recorder.Width*recorder.Height*3/2 {
						t.Fatalf("a frame has %d bytes", len(frame))
					}
					_, err := hash.Write(frame)
					return err
				}))
				if err != nil {
					t.Fatal(err)
				}
				return events, frames, hash.Sum64()
			}
			events, frames, sum := record(1)
			if frames != 60 {
				t.Errorf("%d frames, want 60", frames)
			}
			at := 0.0
			for _, e := range events {
				if e.Start != at || e.End <= at || e.Page < 0 || e.Page > 14 {
					t.Errorf("event %+v does not follow %v", e, at)
				}
				at = e.End
			}
			if at != 30 {
				t.Errorf("the events end at %v, want 30", at)
			}
			if _, _, again := record(1); again != sum {
				t.Error("the same seed makes other frames")
			}
			if _, _, other := record(2); other == sum {
				t.Error("another seed makes the same frames")
			}
		})
	}
}

func TestRecordingFails(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	if _, err := recorder.Record(options("screen", 1, func([]byte) error { return full })); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
	o := options("screen", 1, nil)
	o.Profile = "cinema"
	if _, err := recorder.Record(o); err == nil {
		t.Error("an unknown profile is no error")
	}
	o = options("screen", 1, func([]byte) error { return nil })
	o.Page = func(int) (image.Image, error) { return nil, full }
	if _, err := recorder.Record(o); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}
