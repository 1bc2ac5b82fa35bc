package probe

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"proceedings/internal/bcp47"
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// header is what ffprobe says of a file and its streams.
type header struct {
	Streams  []stream  `json:"streams"`
	Chapters []chapter `json:"chapters"`
	Format   struct {
		Name     string `json:"format_name"`
		Size     string `json:"size"`
		Start    string `json:"start_time"`
		Duration string `json:"duration"`

		Tags map[string]string `json:"tags"`
	} `json:"format"`

	masked bool // it was read from a copy without most of the media
}

type stream struct {
	Index       int               `json:"index"`
	Type        string            `json:"codec_type"`
	Codec       string            `json:"codec_name"`
	Profile     string            `json:"profile"`
	PixFmt      string            `json:"pix_fmt"`
	Transfer    string            `json:"color_transfer"`
	Matrix      string            `json:"color_space"`
	Primaries   string            `json:"color_primaries"`
	Range       string            `json:"color_range"`
	Width       int               `json:"width"`
	Height      int               `json:"height"`
	SAR         string            `json:"sample_aspect_ratio"`
	FieldOrder  string            `json:"field_order"`
	SampleRate  string            `json:"sample_rate"`
	Channels    int               `json:"channels"`
	Duration    string            `json:"duration"`
	Tags        map[string]string `json:"tags"`
	CodecTag    string            `json:"codec_tag_string"`
	Disposition struct {
		AttachedPic int `json:"attached_pic"`
		StillImage  int `json:"still_image"`
		Thumbnails  int `json:"timed_thumbnails"`
		Forced      int `json:"forced"`
		Impaired    int `json:"hearing_impaired"`
		soundMarks
	} `json:"disposition"`
	SideData []sideData `json:"side_data_list"`

	Unusable unusableReason `json:"-"` // why nothing can be made of it
}

// sideData is what stands beside a stream's packets; all but a display matrix
// is empty here.
type sideData struct {
	Rotation float64 `json:"rotation"`      // degrees
	Matrix   string  `json:"displaymatrix"` // three lines of "00000000: a b u"
}

// picture reports whether s is video that can be used.
func (s stream) picture() bool {
	return s.film() && s.Unusable == "" && s.Width > 0 && s.Height > 0
}

// film reports whether s is video and not marked as a cover image.
func (s stream) film() bool {
	d := s.Disposition
	return s.Type == "video" && d.AttachedPic == 0 && d.StillImage == 0 && d.Thumbnails == 0
}

// maxPixels is the largest picture that is decoded, 8192×8192: a crafted
// header of 65535×65535 would take 6 GB a frame.
const maxPixels = 8192 * 8192

func (s stream) tooLarge() bool { return s.Width*s.Height > maxPixels }

// maxDays is how long a recording may be: two crafted packets that lie years
// apart would have millions of segments planned between them.
const (
	maxDays = 7
	day     = 24 * 3600 // seconds
)

// media combines headers and packets to the stored description, or refuses the file.
func media(h header, packets map[int]*track) (meeting.Media, error) {
	m := meeting.Media{Format: h.Format.Name}
	m.Bytes, _ = strconv.ParseInt(h.Format.Size, 10, 64) // absent for some: the figure is informative
	m.Origin = seconds(h.Format.Start)
	m.Chapters = chapters(h.Chapters)
	views := pictures(h, packets)
	m.Video, m.Pictures, m.LeftOut = views.main, views.others, views.leftOut
	m.Created, m.Timecode = h.created(), h.timecode()
	start, end := math.Inf(1), math.Inf(-1)
	declared := 0.0
	for _, s := range h.Streams {
		if s.Type == "subtitle" {
			m.Subtitles = append(m.Subtitles, subtitle(s))
		}
		t := packets[s.Index]
		if t == nil || t.count == 0 {
			continue // declared and empty
		}
		if views.used[s.Index] || s.sound() {
			declared = max(declared, h.declares(s))
		}
	}
	m.Audio = sounds(h, packets)
	m.LeftOut = append(m.LeftOut, leftOut(h, packets)...)
	if m.Video == nil && len(m.Audio) == 0 {
		return m, views.refusal(h)
	}
	if v := m.Video; v != nil {
		start, end = v.Start, v.End
	}
	for _, v := range m.Pictures {
		start, end = min(start, v.Start), max(end, v.End)
	}
	for _, a := range m.Audio {
		start, end = min(start, a.Start), max(end, a.End)
	}
	m.Start, m.Duration = start, end-start
	if m.Duration <= 0 {
		return m, fault.Refuse("has no timestamps, so that its length is unknown")
	}
	if m.Duration > maxDays*day {
		return m, fault.Refuse("lasts %.1f days, more than the %d that a recording may", m.Duration/day, maxDays)
	}
	if missing := declared - m.Duration; missing > max(1, declared/100) {
		m.Missing = math.Round(missing*1000) / 1000
	}
	return m, nil
}

// declares is how long the header says that a stream is, in seconds; 0 where it
// is not to be believed. Only containers that write a duration down count: that
// of an MP3 or a transport stream is ffmpeg's own guess.
func (h header) declares(s stream) float64 {
	if !strings.Contains(h.Format.Name, "mp4") && !strings.Contains(h.Format.Name, "matroska") {
		return 0
	}
	whole := seconds(h.Format.Duration)
	if own := seconds(s.Duration); own > 0 {
		return min(own, whole)
	}
	return whole
}

// seconds reads a time of ffprobe's; 0 where there is none.
func seconds(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0
	}
	return x
}

func subtitle(s stream) meeting.Subtitle {
	return meeting.Subtitle{
		Index: s.Index, Codec: cmp.Or(s.Codec, "unknown"), Language: languageOf(s.Tags["language"]), Title: title(s.Tags["title"]),
		Forced: s.Disposition.Forced != 0, Impaired: s.Disposition.Impaired != 0,
	}
}

// languageOf is the tag for what a container calls a language, often ISO 639-2
// ("eng", "ger"); empty where it is undetermined or unknown.
func languageOf(name string) string {
	tag, ok := bcp47.Parse(name)
	if !ok || tag == "und" {
		return ""
	}
	return tag
}
