package manifest

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
)

// DASHTrack is one rendition in a DASH manifest.
type DASHTrack struct {
	ID        string // unique in the manifest
	Type      string // media type, such as video/mp4
	Codecs    string // RFC 6381
	Width     int    // pixels, 0 for audio
	Height    int    // pixels, 0 for audio
	FrameRate float64
	Bandwidth int    // peak, bits a second
	Language  string // of audio, BCP 47
	Title     string // of audio, for a menu
	Default   bool   // of audio: play it unless a viewer chooses another
	Described bool   // of audio: it describes the picture
	Purpose   meeting.Purpose
	Media     MediaInput
}

// DASHInput is the content of the DASH manifest of a recording: the same files
// and segments as the HLS playlists.
type DASHInput struct {
	Duration float64     // seconds
	Video    []DASHTrack // the same picture at several sizes; an adaptation set for each coding, H.264 first
	Audio    []DASHTrack // an adaptation set each; the main one is the one that says it is the default, else the first
}

// ErrInits is the error for a track whose parts have different initialisation
// sections. A DASH representation has one (ISO/IEC 23009-1, section 5.3.9.2),
// while HLS can change it; such a recording is published without DASH.
var ErrInits = errors.New("its parts have different initialisation sections")

// WriteDASH writes a static MPD (ISO/IEC 23009-1) with a list of byte ranges
// for each representation, so that the same files serve HLS and DASH. It writes
// nothing if the error is [ErrInits].
func WriteDASH(w io.Writer, in DASHInput) error {
	if len(in.Video)+len(in.Audio) == 0 || in.Duration <= 0 {
		return fmt.Errorf("write a DASH manifest: %d tracks of %v s", len(in.Video)+len(in.Audio), in.Duration)
	}
	doc := mpd{
		Namespace: "urn:mpeg:dash:schema:mpd:2011", Profiles: "urn:mpeg:dash:profile:isoff-main:2011",
		Type: "static", Duration: isoDuration(in.Duration), MinBuffer: "PT4S",
	}
	// Players switch within an adaptation set only, and not from one coding to
	// another: a set for each.
	for _, tracks := range families(in.Video) {
		set := adaptationSet{ID: len(doc.Period.Sets), ContentType: "video", Aligned: true, StartWithSAP: 1}
		if err := set.add(tracks...); err != nil {
			return err
		}
		doc.Period.Sets = append(doc.Period.Sets, set)
	}
	for i, a := range in.Audio {
		set := adaptationSet{ID: len(doc.Period.Sets), ContentType: "audio", Aligned: true, StartWithSAP: 1}
		set.Roles, set.Accessibility = a.roles(i == in.playedFirst())
		if bcp47.WellFormed(a.Language) {
			set.Language = a.Language
		}
		if title := quotable(a.Title); title != "" {
			set.Label = &title
		}
		if err := set.add(a); err != nil {
			return err
		}
		doc.Period.Sets = append(doc.Period.Sets, set)
	}
	data, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write a DASH manifest: %w", err)
	}
	if _, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data); err != nil {
		return fmt.Errorf("write a DASH manifest: %w", err)
	}
	return nil
}

// The elements of an MPD that are written, in the order of the schema.
type (
	mpd struct {
		XMLName   xml.Name `xml:"MPD"`
		Namespace string   `xml:"xmlns,attr"`
		Profiles  string   `xml:"profiles,attr"`
		Type      string   `xml:"type,attr"`
		Duration  string   `xml:"mediaPresentationDuration,attr"`
		MinBuffer string   `xml:"minBufferTime,attr"`
		Period    struct {
			Sets []adaptationSet `xml:"AdaptationSet"`
		} `xml:"Period"`
	}
	adaptationSet struct {
		ID              int              `xml:"id,attr"`
		ContentType     string           `xml:"contentType,attr"`
		Language        string           `xml:"lang,attr,omitempty"`
		Aligned         bool             `xml:"segmentAlignment,attr"`
		StartWithSAP    int              `xml:"startWithSAP,attr"`
		Label           *string          `xml:"Label"`
		Accessibility   []descriptor     `xml:"Accessibility"`
		Roles           []descriptor     `xml:"Role"`
		Representations []representation `xml:"Representation"`
	}
	descriptor struct {
		Scheme string `xml:"schemeIdUri,attr"`
		Value  string `xml:"value,attr"`
	}
	representation struct {
		ID        string      `xml:"id,attr"`
		Type      string      `xml:"mimeType,attr"`
		Codecs    string      `xml:"codecs,attr"`
		Width     int         `xml:"width,attr,omitempty"`
		Height    int         `xml:"height,attr,omitempty"`
		FrameRate string      `xml:"frameRate,attr,omitempty"`
		Bandwidth int         `xml:"bandwidth,attr"`
		Segments  segmentList `xml:"SegmentList"`
	}
	segmentList struct {
		Timescale int `xml:"timescale,attr"`
		Init      struct {
			URL   string `xml:"sourceURL,attr"`
			Range string `xml:"range,attr"`
		} `xml:"Initialization"`
		Timeline []timelineEntry `xml:"SegmentTimeline>S"`
		URLs     []segmentURL    `xml:"SegmentURL"`
	}
	timelineEntry struct {
		Duration int64 `xml:"d,attr"`
		Repeat   int   `xml:"r,attr,omitempty"` // how often again
	}
	segmentURL struct {
		URL   string `xml:"media,attr"`
		Range string `xml:"mediaRange,attr"`
	}
)

// families are tracks by their coding: H.264 first, the others as they come.
func families(tracks []DASHTrack) [][]DASHTrack {
	var groups [][]DASHTrack
	place := map[string]int{}
	sorted := slices.Clone(tracks)
	slices.SortStableFunc(sorted, func(a, b DASHTrack) int { return cmp.Compare(rank(a.Codecs), rank(b.Codecs)) })
	for _, t := range sorted {
		name := family(t.Codecs)
		i, known := place[name]
		if !known {
			i = len(groups)
			place[name] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}

func (s *adaptationSet) add(tracks ...DASHTrack) error {
	for _, t := range tracks {
		if err := t.Media.check(); err != nil {
			return fmt.Errorf("write a DASH manifest: %s: %w", t.ID, err)
		}
		r := representation{
			ID: t.ID, Type: t.Type, Codecs: t.Codecs, Width: t.Width, Height: t.Height, Bandwidth: t.Bandwidth,
			Segments: segmentList{Timescale: perSecond},
		}
		if t.FrameRate > 0 {
			r.FrameRate = strconv.Itoa(int(math.Round(t.FrameRate*1000))) + "/1000"
		}
		first := t.Media.Parts[0]
		r.Segments.Init.URL = first.URL
		r.Segments.Init.Range = byteRange(first.Init.Offset, first.Init.Size)
		r.Segments.Timeline = timeline(t.Media.segments())
		for i, p := range t.Media.Parts {
			if i > 0 && t.Media.newInit(i) {
				return fmt.Errorf("write a DASH manifest: %s: %w", t.ID, ErrInits)
			}
			for _, segment := range p.Segments {
				r.Segments.URLs = append(r.Segments.URLs, segmentURL{p.URL, byteRange(segment.Offset, segment.Size)})
			}
		}
		s.Representations = append(s.Representations, r)
	}
	return nil
}

// timeline is the segments' durations, runs of equal ones as one entry.
func timeline(segments []Segment) []timelineEntry {
	var entries []timelineEntry
	for _, d := range microseconds(segments) {
		if n := len(entries); n > 0 && entries[n-1].Duration == d {
			entries[n-1].Repeat++
			continue
		}
		entries = append(entries, timelineEntry{Duration: d})
	}
	return entries
}

// byteRange is both ends, the last one included (RFC 9110, section 14.1.2).
func byteRange(offset, size int64) string {
	return fmt.Sprintf("%d-%d", offset, offset+size-1)
}

// isoDuration is an xs:duration in seconds.
func isoDuration(seconds float64) string {
	return "PT" + strconv.FormatFloat(math.Round(seconds*1000)/1000, 'f', -1, 64) + "S"
}
