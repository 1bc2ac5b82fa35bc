package site

import (
	"encoding/json"
	"fmt"
	"math"

	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// momentView is a time at which a recording shows a slide.
type momentView struct {
	Recording string // ID
	Seconds   string // where it begins
	Text      string // 12:32, or around 12:30
	Place     string // title of the recording, if there are several
	Watch     string // the plain file, from there; or nothing
}

// slideKey names a slide of a meeting.
type slideKey struct {
	deck   string
	number int
}

// slideMoments are the times of each slide in all recordings, in the manifest's order.
func slideMoments(m manifest.Manifest) map[slideKey][]momentView {
	moments := map[slideKey][]momentView{}
	for i, r := range m.Recordings {
		place := ""
		if len(m.Recordings) > 1 {
			place = titleOf(r, i, len(m.Recordings))
		}
		for _, t := range r.SlideTimes {
			key := slideKey{t.Deck, t.Slide}
			moments[key] = append(moments[key], momentView{
				Recording: r.ID, Seconds: seconds(t.Start), Text: momentText(t.Start, t.Uncertain), Place: place, Watch: watch(r, t.Start),
			})
		}
	}
	return moments
}

// momentText is a time in words. An uncertain one is rounded to ten seconds.
func momentText(start float64, uncertain bool) string {
	const rounding = 10
	if uncertain {
		return "around " + words.Clock(math.Round(start/rounding)*rounding)
	}
	return words.Clock(start)
}

// slideTimesOf is a recording's slide times for the script: a JSON list of [start, end,
// index of the deck, number of the slide, 1 if uncertain]. Times of slides that the
// manifest does not have are left out.
func slideTimesOf(r manifest.Recording, m manifest.Manifest) (string, error) {
	decks := map[string]int{}
	slides := map[slideKey]bool{}
	for i, d := range m.Decks {
		decks[d.ID] = i
		for _, s := range d.Slides {
			slides[slideKey{d.ID, s.Number}] = true
		}
	}
	var list [][]float64
	for _, t := range r.SlideTimes {
		if !slides[slideKey{t.Deck, t.Slide}] {
			continue
		}
		one := []float64{t.Start, t.End, float64(decks[t.Deck]), float64(t.Slide)}
		if t.Uncertain {
			one = append(one, 1)
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return "", nil
	}
	data, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("encode the slide times of %s: %w", r.ID, err)
	}
	return string(data), nil
}
