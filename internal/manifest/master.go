package manifest

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/Eyevinn/hls-m3u8/m3u8"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
)

// Track is one media playlist in a master playlist.
type Track struct {
	URL       string // the media playlist, relative to the master
	Codecs    string // RFC 6381
	Width     int    // pixels, 0 for audio
	Height    int    // pixels, 0 for audio
	FrameRate float64
	Bandwidth int    // peak, bits a second
	Average   int    // bits a second
	Language  string // of audio, BCP 47
	Title     string // of audio, for a menu
	Channels  int    // of audio, 0 where unknown
	Default   bool   // of audio: play it unless a viewer chooses another
	Described bool   // of audio: it describes the picture
	Purpose   meeting.Purpose

	IFrames      string // the playlist of key frames, relative to the master; empty for none
	KeyBandwidth int    // peak of the key frames, bits a second
}

// MasterInput is the content of the master playlist of a recording: the video
// in several sizes and the audio in several languages. Every video track can be
// played with every audio track.
type MasterInput struct {
	Video []Track
	Audio []Track // the default is the one that says so, else the first
	Text  []TextTrack

	// Start is the second at which players begin (section 4.3.5.2); 0 for the beginning.
	Start float64

	Chapters string // URL of the file of [WriteHLSChapters], relative to the master; empty for none
}

// TextTrack is a caption track in a playlist or a DASH manifest. The first of
// several is shown by default.
type TextTrack struct {
	ID        string // unique in the manifest; of DASH alone
	URL       string // of HLS the media playlist, of DASH the WebVTT file
	Language  string // BCP 47
	Title     string // for a menu
	Impaired  bool   // they tell of sounds too; of HLS alone, where DASH calls all captions so
	Bandwidth int    // mean, bits a second; of DASH alone
}

// The GROUP-IDs of the sound and of the captions.
const (
	audioGroup = "audio"
	textGroup  = "captions"
)

// WriteMaster writes an HLS master playlist (RFC 8216, section 4.3.4). A
// recording without video gets one variant with audio codecs only.
//
// The largest picture comes first. Players that know nothing of the line yet,
// Apple's among them, begin with the first variant. Slides must be legible
// from the first second, and slides with a talking head need so few bits (some
// 0.6 Mbit/s at 1080p) that few lines stall on it; those step down at once.
// Where a height is there in several codings, H.264 comes before the others.
func WriteMaster(w io.Writer, in MasterInput) error {
	if err := in.check(); err != nil {
		return fmt.Errorf("write a master playlist: %w", err)
	}
	list := m3u8.NewMasterPlaylist()
	list.SetVersion(hlsVersion)
	list.SetIndependentSegments(true) // every segment begins with a key frame
	list.StartTime, list.StartTimePrecise = in.Start, in.Start > 0
	if in.Chapters != "" {
		list.SessionDatas = []*m3u8.SessionData{{DataId: hlsChaptersID, URI: in.Chapters, Format: "JSON"}}
	}
	alternatives := in.alternatives()
	for _, v := range in.variants() {
		v.Alternatives = alternatives
		list.Append(v.URI, nil, v.VariantParams)
	}
	for _, v := range in.Video {
		if v.IFrames != "" {
			list.Append(v.IFrames, nil, m3u8.VariantParams{
				Iframe: true, Bandwidth: uint32(v.KeyBandwidth), Codecs: v.Codecs, Resolution: fmt.Sprintf("%dx%d", v.Width, v.Height),
			})
		}
	}
	if _, err := w.Write(inOrder(list.Encode().Bytes(), alternatives)); err != nil {
		return fmt.Errorf("write a master playlist: %w", err)
	}
	return nil
}

// variants are the EXT-X-STREAM-INF tags, best first.
func (in MasterInput) variants() []m3u8.Variant {
	if len(in.Video) == 0 {
		return []m3u8.Variant{in.variant(Track{URL: in.Audio[in.playedFirst()].URL})}
	}
	video := slices.Clone(in.Video)
	slices.SortStableFunc(video, func(a, b Track) int {
		return cmp.Or(cmp.Compare(b.Height, a.Height), cmp.Compare(rank(a.Codecs), rank(b.Codecs)), cmp.Compare(b.Bandwidth, a.Bandwidth))
	})
	variants := make([]m3u8.Variant, 0, len(video))
	for _, v := range video {
		variants = append(variants, in.variant(v))
	}
	return variants
}

// variant joins a video track with the sound. Per RFC 8216, section 4.3.4.2,
// BANDWIDTH is the largest sum of peaks of anything that may be played
// together, AVERAGE-BANDWIDTH the same of averages, and CODECS names whatever
// occurs in any of it.
func (in MasterInput) variant(v Track) m3u8.Variant {
	var peak, average int
	codecs := strings.FieldsFunc(v.Codecs, isComma)
	for _, a := range in.Audio {
		peak, average = max(peak, a.Bandwidth), max(average, a.Average)
		codecs = append(codecs, strings.FieldsFunc(a.Codecs, isComma)...)
	}
	params := m3u8.VariantParams{
		Bandwidth:        uint32(v.Bandwidth + peak),
		AverageBandwidth: uint32(v.Average + average),
		Codecs:           strings.Join(unique(codecs), ","),
		FrameRate:        v.FrameRate,
	}
	if v.Width > 0 && v.Height > 0 {
		params.Resolution = fmt.Sprintf("%dx%d", v.Width, v.Height)
		// Nothing of ours carries captions inside the picture; said aloud,
		// players show no empty menu for them.
		params.Captions = "NONE"
	}
	if in.grouped() {
		params.Audio = audioGroup
	}
	if len(in.Text) > 0 {
		params.Subtitles = textGroup
	}
	return m3u8.Variant{URI: v.URL, VariantParams: params}
}

// grouped reports whether the sound is a group of its own: not where the one
// audio track is all there is.
func (in MasterInput) grouped() bool {
	return len(in.Video) > 0 && len(in.Audio) > 0 || len(in.Audio) > 1
}

// alternatives are the EXT-X-MEDIA tags.
func (in MasterInput) alternatives() []*m3u8.Alternative {
	if !in.grouped() {
		return in.texts()
	}
	return append(in.sounds(), in.texts()...)
}

// texts are the EXT-X-MEDIA tags of captions. They are on where a viewer has not
// said anything else: who cannot hear finds no menu first.
func (in MasterInput) texts() []*m3u8.Alternative {
	names, languages := map[string]bool{}, map[string]bool{}
	var list []*m3u8.Alternative
	for i, t := range in.Text {
		lang := ""
		if bcp47.WellFormed(t.Language) {
			lang = t.Language
		}
		characteristics := ""
		if t.Impaired { // as Apple registered them (RFC 8216, section 4.3.4.1)
			characteristics = "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"
		}
		list = append(list, &m3u8.Alternative{
			Type: "SUBTITLES", GroupId: textGroup, URI: t.URL, Language: lang,
			Name: freeName(names, cmp.Or(quotable(t.Title), lang, "Captions")), Default: i == 0, Autoselect: !languages[strings.ToLower(lang)],
			Characteristics: characteristics,
		})
		languages[strings.ToLower(lang)] = true
	}
	return list
}

// check refuses what would be a playlist that players choke on.
func (in MasterInput) check() error {
	if len(in.Video)+len(in.Audio) == 0 {
		return fmt.Errorf("there is neither video nor audio")
	}
	if in.Chapters != "" && !relative.MatchString(in.Chapters) {
		return fmt.Errorf("URL %q is not a plain relative path", in.Chapters)
	}
	for _, t := range in.Text {
		if !relative.MatchString(t.URL) {
			return fmt.Errorf("URL %q is not a plain relative path", t.URL)
		}
	}
	for _, t := range slices.Concat(in.Video, in.Audio) {
		switch {
		case !relative.MatchString(t.URL):
			return fmt.Errorf("URL %q is not a plain relative path", t.URL)
		case t.Bandwidth <= 0 || t.Bandwidth > math.MaxUint32/2: // a sum of two is written in 32 bits
			return fmt.Errorf("%s has a peak of %d bit/s", t.URL, t.Bandwidth)
		case t.Average < 0 || t.Average > t.Bandwidth:
			return fmt.Errorf("%s has an average of %d bit/s and a peak of %d", t.URL, t.Average, t.Bandwidth)
		case t.IFrames != "" && (!relative.MatchString(t.IFrames) || t.KeyBandwidth <= 0 || t.KeyBandwidth > math.MaxUint32):
			return fmt.Errorf("%s has key frames in %q of %d bit/s", t.URL, t.IFrames, t.KeyBandwidth)
		case t.Codecs == "" || t.Codecs != quotable(t.Codecs):
			return fmt.Errorf("%s has codecs %q", t.URL, t.Codecs)
		}
	}
	return nil
}

// quotable is s as a quoted-string may hold it: without double quotes and
// control characters (RFC 8216, section 4.2).
func quotable(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '\''
		case r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029:
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// freeName is name, numbered where it is taken already.
func freeName(taken map[string]bool, name string) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[free] = true
	return free
}

// unique is list without what it repeats.
func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

func isComma(r rune) bool { return r == ',' || r == ' ' }
