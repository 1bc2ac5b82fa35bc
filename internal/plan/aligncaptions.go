package plan

import (
	"cmp"
	"slices"

	"proceedings/internal/meeting"
)

// AlignCaptions matches the captions of the parts of a recording. Like alignTracks, it
// compares language, title and purpose, and the order only where these are unknown. For
// each track of the recording it returns the index in each part's list, or -1. Captions
// that match no earlier part become a new track.
func AlignCaptions(parts [][]meeting.Subtitle) [][]int {
	var whole []Track
	var tracks [][]int
	for k, part := range parts {
		own := make([]Track, len(part))
		for i, s := range part {
			own[i] = Track{Language: s.Language, Title: s.Title, Described: s.Impaired}
		}
		found := matchLabels(whole, own)
		for i, at := range found {
			if tracks[i] = append(tracks[i], at); at >= 0 { // later parts must match these labels, too
				whole[i].Language = cmp.Or(whole[i].Language, own[at].Language)
				whole[i].Title = cmp.Or(whole[i].Title, own[at].Title)
			}
		}
		for i, t := range own {
			if !slices.Contains(found, i) {
				whole = append(whole, t)
				tracks = append(tracks, append(slices.Repeat([]int{-1}, k), i))
			}
		}
	}
	return tracks
}
