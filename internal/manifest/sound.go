package manifest

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/Eyevinn/hls-m3u8/m3u8"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
)

// playedFirst is the place of the sound that is played unless a viewer chooses
// another: the first that says so, else the first.
func (in MasterInput) playedFirst() int {
	for i, a := range in.Audio {
		if a.Default {
			return i
		}
	}
	return 0
}

// sounds are the EXT-X-MEDIA tags of sound. RFC 8216, section 4.3.4.1.1, wants
// names that differ, one DEFAULT at most, AUTOSELECT wherever DEFAULT is, and
// one AUTOSELECT for each language and set of characteristics.
func (in MasterInput) sounds() []*m3u8.Alternative {
	names, chosen := map[string]bool{}, map[string]bool{}
	list := make([]*m3u8.Alternative, 0, len(in.Audio))
	for i, a := range in.Audio {
		lang := ""
		if bcp47.WellFormed(a.Language) {
			lang = a.Language
		}
		alt := &m3u8.Alternative{
			Type:            "AUDIO",
			GroupId:         audioGroup,
			URI:             a.URL,
			Language:        lang,
			Name:            freeName(names, cmp.Or(quotable(a.Title), lang, "Audio")),
			Default:         i == in.playedFirst(),
			Characteristics: a.characteristics(),
		}
		if a.Channels > 0 {
			alt.Channels = &m3u8.Channels{Amount: a.Channels}
		}
		list = append(list, alt)
	}
	kind := func(a *m3u8.Alternative) string { return strings.ToLower(a.Language) + " " + a.Characteristics }
	chosen[kind(list[in.playedFirst()])] = true
	for i, alt := range list {
		alt.Autoselect = alt.Default || !chosen[kind(alt)] && in.Audio[i].Purpose != meeting.Commentary
		chosen[kind(alt)] = chosen[kind(alt)] || alt.Autoselect
	}
	return list
}

// inOrder is a master playlist as hls-m3u8 v0.6.0 writes it, with its EXT-X-MEDIA
// tags in the order given: it sorts them by name, and menus of players, and those
// that know nothing of DEFAULT, go by their order.
func inOrder(playlist []byte, alternatives []*m3u8.Alternative) []byte {
	place := func(line []byte) int {
		return slices.IndexFunc(alternatives, func(a *m3u8.Alternative) bool {
			return bytes.Contains(line, []byte("TYPE="+a.Type+",")) && bytes.Contains(line, []byte(`,NAME="`+a.Name+`",`))
		})
	}
	lines := bytes.SplitAfter(playlist, []byte("\n"))
	isMedia := func(line []byte) bool { return bytes.HasPrefix(line, []byte("#EXT-X-MEDIA:")) }
	if from := slices.IndexFunc(lines, isMedia); from >= 0 {
		to := from
		for to < len(lines) && isMedia(lines[to]) {
			to++
		}
		slices.SortStableFunc(lines[from:to], func(a, b []byte) int { return cmp.Compare(place(a), place(b)) })
	}
	return bytes.Join(lines, nil)
}

// characteristics are the CHARACTERISTICS of a sound track, as Apple registered
// them (RFC 8216bis, section 4.4.6.1).
func (t Track) characteristics() string {
	var list []string
	if t.Described {
		list = append(list, "public.accessibility.describes-video")
	}
	if t.Purpose == meeting.Clear {
		list = append(list, "public.accessibility.enhances-speech-intelligibility")
	}
	return strings.Join(list, ",")
}

// The scheme of roles, ISO/IEC 23009-1, section 5.8.5.5.
const roleScheme = "urn:mpeg:dash:role:2011"

// roles are what DASH says of a sound track: what it is to the others, and whom
// it is for.
func (t DASHTrack) roles(main bool) (roles, accessibility []descriptor) {
	role := "alternate"
	switch {
	case main:
		role = "main"
	case t.Purpose == meeting.Dub, t.Purpose == meeting.Commentary:
		role = string(t.Purpose)
	}
	roles = append(roles, descriptor{roleScheme, role})
	if t.Described {
		accessibility = append(accessibility, descriptor{roleScheme, "description"})
	}
	if t.Purpose == meeting.Clear {
		accessibility = append(accessibility, descriptor{roleScheme, string(t.Purpose)})
	}
	return roles, accessibility
}

// playedFirst is the place of the sound that is the main one.
func (in DASHInput) playedFirst() int {
	for i, a := range in.Audio {
		if a.Default {
			return i
		}
	}
	return 0
}
