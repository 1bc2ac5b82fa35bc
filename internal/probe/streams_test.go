package probe

import (
	"encoding/json"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// filled is ten seconds of packets in each of the streams named.
func filled(streams ...int) map[int]*track {
	tracks := map[int]*track{}
	for _, i := range streams {
		tracks[i] = &track{count: 250, last: 9.96, lastLen: 0.04, hasTime: true}
	}
	return tracks
}

func TestMedia(t *testing.T) {
	t.Parallel()

	const (
		voice   = `{"index":1,"codec_type":"audio","codec_name":"aac","channels":2,"sample_rate":"48000"}`
		picture = `{"index":0,"codec_type":"video","codec_name":"h264","width":640,"height":360}`
	)
	// with is the header of one picture with something more said of it.
	with := func(more string) string { return strings.TrimSuffix(picture, "}") + "," + more + "}" }
	tests := []struct {
		name    string
		streams string
		tracks  map[int]*track
		check   func(m meeting.Media) bool
		refusal string
	}{
		{"picture and sound", picture + "," + voice, filled(0, 1), func(m meeting.Media) bool {
			return m.Video.Width == 640 && m.Video.FrameRate == 25 && m.Video.Last == 9.96 && len(m.Audio) == 1 && m.Audio[0].SampleRate == 48000 && m.Duration == 10
		}, ""},
		{"a cover makes no video of a song", with(`"disposition":{"attached_pic":1}`) + "," + voice, filled(0, 1), func(m meeting.Media) bool { return m.Video == nil && len(m.Audio) == 1 }, ""},
		{"a still picture makes none, either", with(`"disposition":{"still_image":1}`) + "," + voice, filled(0, 1), func(m meeting.Media) bool { return m.Video == nil }, ""},
		{"nor do thumbnails", with(`"disposition":{"timed_thumbnails":1}`) + "," + voice, filled(0, 1), func(m meeting.Media) bool { return m.Video == nil }, ""},
		{"a cover alone is nothing", with(`"disposition":{"attached_pic":1}`), filled(0), nil, "has neither video nor audio"},
		{"the biggest picture wins", picture + `,{"index":2,"codec_type":"video","width":1920,"height":1080},{"index":3,"codec_type":"video","width":320,"height":180}`, filled(0, 2, 3), func(m meeting.Media) bool { return m.Video.Index == 2 }, ""},
		{"of equal pictures the first wins", picture + `,{"index":2,"codec_type":"video","width":640,"height":360}`, filled(0, 2), func(m meeting.Media) bool { return m.Video.Index == 0 }, ""},
		{"a picture that is declared and never comes", picture + "," + voice, filled(1), func(m meeting.Media) bool { return m.Video == nil }, ""},
		{"a sound that is declared and never comes", picture + "," + voice, filled(0), func(m meeting.Media) bool { return m.Audio == nil }, ""},
		{"nothing that comes", picture + "," + voice, filled(), nil, "has neither video nor audio"},
		{"no streams", "", filled(), nil, "has neither video nor audio"},
		{"data and subtitles are neither", `{"index":0,"codec_type":"data"},{"index":1,"codec_type":"subtitle"}`, filled(0, 1), nil, "has neither video nor audio"},
		{"a picture without a size is none", `{"index":0,"codec_type":"video"}`, filled(0), nil, "has neither video nor audio"},
		{"a sound without channels is none", `{"index":0,"codec_type":"audio"}`, filled(0), nil, "has neither video nor audio"},
		{"wide pixels widen the picture", with(`"sample_aspect_ratio":"4:3"`), filled(0), shows(853, 360), ""},
		{"high pixels heighten it", with(`"sample_aspect_ratio":"1:2"`), filled(0), shows(640, 720), ""},
		{"unknown pixels are square", with(`"sample_aspect_ratio":"0:1"`), filled(0), shows(640, 360), ""},
		{"absurd pixels are square", with(`"sample_aspect_ratio":"1:99"`), filled(0), shows(640, 360), ""},
		{"a quarter turn to the right", with(`"side_data_list":[{"rotation":-90}]`), filled(0), shows(360, 640), ""},
		{"a quarter turn to the left", with(`"side_data_list":[{"side_data_type":"x"},{"rotation":90}]`), filled(0), shows(360, 640), ""},
		{"three quarters", with(`"side_data_list":[{"rotation":270}]`), filled(0), shows(360, 640), ""},
		{"on its head", with(`"side_data_list":[{"rotation":180}]`), filled(0), shows(640, 360), ""},
		{"pixels are widened before the turn", with(`"sample_aspect_ratio":"2:1","side_data_list":[{"rotation":-90}]`), filled(0), shows(360, 1280), ""},
		{"8192 square is the most", `{"index":0,"codec_type":"video","width":8192,"height":8192}`, filled(0), shows(8192, 8192), ""},
		{"more is refused", `{"index":0,"codec_type":"video","width":65535,"height":65535}`, filled(0), nil, "has a picture of 65535×65535 pixels, more than 8192×8192"},
		{"fields are seen", with(`"field_order":"tt"`), filled(0), func(m meeting.Media) bool { return m.Video.Interlaced }, ""},
		{"whole frames are no fields", with(`"field_order":"progressive"`), filled(0), func(m meeting.Media) bool { return !m.Video.Interlaced }, ""},
		{"an undetermined language is none", tagged("und"), filled(1), speaks(""), ""},
		{"an old name of a language becomes the web's", tagged("eng"), filled(1), speaks("en"), ""},
		{"of two old names, either", tagged("ger"), filled(1), speaks("de"), ""},
		{"a name with a region stays", tagged("pt-BR"), filled(1), speaks("pt-BR"), ""},
		{"a made-up language is none", tagged("klingonese!"), filled(1), speaks(""), ""},
		{"no time stamps", picture, map[int]*track{0: {count: 3}}, nil, "has no timestamps, so that its length is unknown"},
		{"times before zero count", picture + "," + voice, map[int]*track{
			0: {count: 250, start: 0, last: 9.96, lastLen: 0.04, hasTime: true},
			1: {count: 470, start: -0.5, last: 9.48, lastLen: 0.02, hasTime: true},
		}, func(m meeting.Media) bool { return m.Start == -0.5 && m.Duration == 10.5 }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := media(parse(t, tt.streams, `"format_name":"x"`), tt.tracks)
			if tt.refusal != "" {
				if !fault.IsPermanent(err) || fault.Reason(err) != tt.refusal {
					t.Errorf("error = %v, want a refusal: %q", err, tt.refusal)
				}
				return
			}
			if err != nil || !tt.check(got) {
				t.Errorf("media = %+v (video %+v), %v", got, got.Video, err)
			}
		})
	}
}

func shows(w, h int) func(meeting.Media) bool {
	return func(m meeting.Media) bool { return m.Video != nil && m.Video.Width == w && m.Video.Height == h }
}

func speaks(language string) func(meeting.Media) bool {
	return func(m meeting.Media) bool { return len(m.Audio) == 1 && m.Audio[0].Language == language }
}

func tagged(name string) string {
	return `{"index":1,"codec_type":"audio","channels":1,"tags":{"language":"` + name + `"}}`
}

func parse(t *testing.T, streams, format string) header {
	t.Helper()
	var h header
	if err := json.Unmarshal([]byte(`{"streams":[`+streams+`],"format":{`+format+`}}`), &h); err != nil {
		t.Fatal(err)
	}
	return h
}

// What a header promises beyond the packets is missing, where the header is of
// a kind that is written and not guessed.
func TestMissing(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name   string
		format string
		own    string // duration of the stream
		want   float64
	}{
		{"half an MP4", `"format_name":"mov,mp4,m4a","duration":"20.0"`, "20.0", 10},
		{"half a Matroska file, whose streams say nothing", `"format_name":"matroska,webm","duration":"20.0"`, "", 10},
		{"a whole one", `"format_name":"mov,mp4,m4a","duration":"10.0"`, "10.0", 0},
		{"a second is nobody's loss", `"format_name":"mov,mp4,m4a","duration":"11.0"`, "11.0", 0},
		{"an edit list hides what the stream has", `"format_name":"mov,mp4,m4a","duration":"10.0"`, "20.0", 0},
		{"a longer stream that is not used", `"format_name":"mov,mp4,m4a","duration":"30.0"`, "10.0", 0},
		{"an MP3, whose duration is a guess", `"format_name":"mp3","duration":"20.0"`, "20.0", 0},
		{"no duration", `"format_name":"matroska,webm"`, "", 0},
		{"nonsense", `"format_name":"matroska,webm","duration":"Inf"`, "NaN", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			stream := `{"index":0,"codec_type":"audio","channels":1,"duration":"` + tt.own + `"}`
			m, err := media(parse(t, stream, tt.format), filled(0))
			if err != nil || m.Missing != tt.want {
				t.Errorf("missing = %v, %v, want %v", m.Missing, err, tt.want)
			}
		})
	}
}

func TestParsePDFInfo(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, text string
		want       meeting.Pages
	}{
		{"a slide", "Pages:           12\nPage size:       720 x 405 pts\nPage rot:        0\n", meeting.Pages{Count: 12, Landscape: true}},
		{"a paper", "Pages: 3\nPage size: 595.276 x 841.89 pts (A4)\nPage rot: 0\n", meeting.Pages{Count: 3}},
		{"a paper on its side", "Pages: 3\nPage size: 595.276 x 841.89 pts (A4)\nPage rot: 90\n", meeting.Pages{Count: 3, Landscape: true}},
		{"a slide on its side", "Pages: 1\nPage size: 720 x 405 pts\nPage rot: 270\n", meeting.Pages{Count: 1}},
		{"upside down stays", "Pages: 1\nPage size: 720 x 405 pts\nPage rot: 180\n", meeting.Pages{Count: 1, Landscape: true}},
		{"a square is a slide", "Pages: 1\nPage size: 500 x 500 pts\n", meeting.Pages{Count: 1, Landscape: true}},
		{"no size is no slide", "Pages: 1\nPage size: unknown\n", meeting.Pages{Count: 1}},
		{"a title that looks like a field", "Title: Pages: 7\nPages: 2\n", meeting.Pages{Count: 2}},
		{"each page has a size", "Pages: 3\nPage    1 size: 595 x 842 pts (A4)\nPage    1 rot: 0\nPage    2 size: 720 x 405 pts\nPage    3 size: 405 x 720 pts\nPage    3 rot: 90\n", meeting.Pages{Count: 3, Landscape: true}},
		{"a page without a size does not count", "Pages: 3\nPage 1 size: 720 x 405 pts\nPage 2 size: 0 x 0 pts\n", meeting.Pages{Count: 3, Landscape: true}},
		{"a page beyond the limit", "Pages: 1\nPage 999999999 size: 1 x 1 pts\n", meeting.Pages{Count: 1}},
		{"nothing", "", meeting.Pages{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			facts := parsePDFInfo(tt.text)
			if got := (meeting.Pages{Count: facts.count, Landscape: facts.landscape()}); got != tt.want {
				t.Errorf("pages = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	const invalid = "/scratch/x: Invalid data found when processing input\n"
	for stderr, want := range map[string]string{
		invalid: "is damaged: no recording can be read from it",
		"[mov @ 0x55] moov atom not found\n" + invalid: "is damaged: its index (moov) is missing, probably because the recording or the copy was interrupted",
	} {
		if err := unreadable(stderr); !fault.IsPermanent(err) || fault.Reason(err) != want || !strings.Contains(err.Error(), stderr) {
			t.Errorf("unreadable(%q) = %v, want the reason %q", stderr, err, want)
		}
	}
	if err := unreadable("/scratch/x: Permission denied\n"); fault.IsPermanent(err) {
		t.Errorf("%v: a file that nobody may read is called a bad one", err)
	}
}
