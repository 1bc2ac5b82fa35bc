package plan

import (
	"cmp"
	"slices"

	"proceedings/internal/meeting"
)

// AlignCaptions matches the captions of parts, as alignTracks does sound tracks:
// by language, title and purpose, and by their order only where these are
// unknown. It returns a list for each track of the whole, with the index in each
// part's list, or -1. What matches nothing in earlier parts is a track of its own.
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
			if tracks[i] = append(tracks[i], at); at >= 0 { // a later part may not match what is known now
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
