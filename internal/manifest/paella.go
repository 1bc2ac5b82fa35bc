package manifest

import (
	"bytes"
	"cmp"
	"fmt"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// paella is what Paella Player 7 reads of a video: its data.json. All URLs are
// relative to it.
type paella struct {
	Metadata paellaMetadata  `json:"metadata"`
	Streams  []paellaStream  `json:"streams"`
	Frames   paellaFrames    `json:"frameList"`
	Captions []paellaCaption `json:"captions,omitempty"`
}

type paellaMetadata struct {
	Title    string  `json:"title"`
	Duration float64 `json:"duration"`
	Preview  string  `json:"preview,omitempty"`
}

type paellaStream struct {
	Content string                    `json:"content"` // by which a layout gives it its place
	Role    string                    `json:"role,omitempty"`
	Canvas  []string                  `json:"canvas,omitempty"`
	Sources map[string][]paellaSource `json:"sources"`
}

type paellaSource struct {
	Src  string      `json:"src"`
	Type string      `json:"mimetype"`
	Size *paellaSize `json:"res,omitempty"`
}

type paellaSize struct {
	Width  int `json:"w"`
	Height int `json:"h"`
}

type paellaFrames struct {
	Target *string       `json:"targetContent"` // null: the frames are of no stream
	Frames []paellaFrame `json:"frames"`
}

type paellaFrame struct {
	ID    string  `json:"id"`
	Type  string  `json:"mimetype"`
	Time  float64 `json:"time"`
	URL   string  `json:"url"`
	Thumb string  `json:"thumb"`
}

type paellaCaption struct {
	Language string `json:"lang"`
	Text     string `json:"text"`
	Format   string `json:"format"`
	URL      string `json:"url"`
}

// Paella is the data.json of the meeting's first recording for Paella Player 7.
// The error is [ErrAbsent] if there is nothing to play.
func Paella(m Manifest) ([]byte, error) {
	r, _ := m.recording("")
	if len(r.paella().Sources) == 0 {
		return nil, fmt.Errorf("write what Paella reads of %s: %w", m.ID, ErrAbsent)
	}
	doc := paella{
		Metadata: paellaMetadata{Title: m.titleOf(r), Duration: milliseconds(r.Duration) / 1000},
		Streams:  r.paellaStreams(),
		Frames:   paellaFrames{Frames: m.frames(r)},
	}
	if images, _ := m.poster(); len(images) > 0 {
		doc.Metadata.Preview = images[0].URL
	}
	for _, c := range r.Captions {
		doc.Captions = append(doc.Captions, paellaCaption{
			Language: cmp.Or(c.Language, "und"), Text: words.OneLine(c.Label), Format: "vtt", URL: c.VTT.URL,
		})
	}
	var out bytes.Buffer
	err := writeJSON(&out, doc, "Paella manifest of "+m.ID)
	return out.Bytes(), err
}

// paellaStreams are the pictures of r, the default one with the sound. Paella's
// layouts know a stream by its content: "presentation" is the screen, and
// "presenter", "presenter-2" and so on are all others.
func (r Recording) paellaStreams() []paellaStream {
	if len(r.Views) < 2 {
		return []paellaStream{r.paella()}
	}
	list := make([]paellaStream, 0, len(r.Views))
	screen, others := false, 0
	for i, v := range r.Views {
		stream := Recording{Kind: Video, Master: v.Master, MP4: v.MP4, Renditions: v.Renditions, Poster: v.Poster}.paella()
		if i > 0 {
			stream.Role = ""
		}
		switch {
		case v.Kind == meeting.Screen && !screen:
			stream.Content, screen = "presentation", true
		default:
			if others++; others > 1 {
				stream.Content = fmt.Sprintf("presenter-%d", others)
			}
		}
		list = append(list, stream)
	}
	return list
}

// paella is a recording as a stream. Sound alone has a format, and a canvas, of
// its own.
func (r Recording) paella() paellaStream {
	stream := paellaStream{Content: "presenter", Role: "mainAudio", Sources: map[string][]paellaSource{}}
	if r.Kind == Audio {
		stream.Canvas = []string{"audio"}
		if r.M4A.URL != "" {
			stream.Sources["audio"] = []paellaSource{{Src: r.M4A.URL, Type: bare(r.M4A.Type)}}
		}
		return stream
	}
	width, height := r.shape()
	size := &paellaSize{width, height}
	if r.Master.URL != "" {
		stream.Sources["hls"] = []paellaSource{{Src: r.Master.URL, Type: "video/mp4", Size: size}}
	}
	if r.MP4.URL != "" {
		stream.Sources["mp4"] = []paellaSource{{Src: r.MP4.URL, Type: bare(r.MP4.Type), Size: size}}
	}
	return stream
}

// frames are the pictures whose times are known: the poster at the beginning,
// and each slide when it is shown or, if that is not known, the first slide of
// each talk. The tiles of a storyboard are no pictures
// of their own.
func (m Manifest) frames(r Recording) []paellaFrame {
	list := []paellaFrame{}
	add := func(images []Image, at float64) {
		if len(images) > 0 {
			list = append(list, paellaFrame{
				ID: "frame_" + seconds(at), Type: jpeg, Time: milliseconds(at) / 1000, URL: images[0].URL, Thumb: images[len(images)-1].URL,
			})
		}
	}
	for _, t := range r.SlideTimes {
		if _, s, found := m.slideOf(t); found {
			add(s.sizes(), t.Start)
		}
	}
	for _, c := range m.Sections(r) {
		if len(r.SlideTimes) > 0 {
			break
		}
		p, _ := m.presentation(c.Presentation)
		if s, found := m.cover(p); found {
			add(s.sizes(), c.Start)
		}
	}
	if len(list) == 0 || list[0].Time > 0 {
		rest := list
		list = []paellaFrame{}
		add(jpegs(r.Poster.Images), 0)
		list = append(list, rest...)
	}
	return list
}
