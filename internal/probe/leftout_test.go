package probe

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

// Data and attached files are named, but for what cameras, broadcasters and
// subtitles bring along.
func TestStreamsLeftOut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		streams string
		want    []string
	}{
		{"picture, sound and subtitles are somebody else's matter", `{"codec_type":"video"},{"codec_type":"audio"},{"codec_type":"subtitle"}`, nil},
		{"a time code", `{"codec_type":"data","codec_tag_string":"tmcd"}`, nil},
		{"a DVD's marks", `{"codec_type":"data","codec_name":"dvd_nav_packet"}`, nil},
		{"names of chapters", `{"codec_type":"data","codec_name":"bin_data","codec_tag_string":"text"}`, nil},
		{"a camera's sensors", `{"codec_type":"data","codec_name":"bin_data","codec_tag_string":"gpmd"}`, nil},
		{"a broadcast's marks", `{"codec_type":"data","codec_name":"scte_35","codec_tag_string":"[134][0][0][0]"}`, nil},
		{"fonts", `{"codec_type":"attachment","codec_name":"ttf"},{"codec_type":"attachment","tags":{"mimetype":"application/x-truetype-font"}}`, nil},
		{
			"other data", `{"index":3,"codec_type":"data","codec_tag_string":"abcd"}`,
			[]string{"has data of an unknown kind beside picture and sound, which is left out (stream 3)"},
		},
		{
			"a stream without a type", `{"index":3},{"index":4,"codec_type":"data"}`,
			[]string{"has data of an unknown kind beside picture and sound, which is left out (streams 3 and 4)"},
		},
		{
			"attached files", `{"index":3,"codec_type":"attachment","tags":{"filename":"no\ntes.txt","mimetype":"text/plain"}},{"index":4,"codec_type":"attachment"}`,
			[]string{`has files attached to it, which are left out ("no tes.txt" and stream 4); hand them in beside it to publish them`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, parse(t, tt.streams, `"format_name":"x"`).leftOut()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestChaptersLeftOut(t *testing.T) {
	t.Parallel()
	var h header
	for i := range 1001 {
		h.Chapters = append(h.Chapters, chapter{Start: fmt.Sprint(i), End: fmt.Sprint(i + 1)}, chapter{Start: "1", End: "1"})
	}
	if diff := cmp.Diff([]string{"has 1001 chapters, of which the first 1000 are used"}, h.leftOut()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	h.Chapters = h.Chapters[:2000]
	if got := h.leftOut(); got != nil {
		t.Errorf("of a thousand it says %q", got)
	}
}

// A mark of captions is found wherever it lies, and in whatever pieces the file
// is read.
func TestCaptionMarks(t *testing.T) {
	t.Parallel()
	const block = 1 << 20
	all := []string{atscMark, mpeg2Mark, dvdMark}
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"nothing", "", nil},
		{"at the beginning", atscMark, []string{atscMark}},
		{"as MPEG-2 has it", "x" + mpeg2Mark + "x", []string{mpeg2Mark}},
		{"as DVDs have it", "x" + dvdMark + "x", []string{dvdMark}},
		{"a name that is a word, and part of a mark", "GA94\x03 and CC\x01\xf8" + atscMark[:7], nil},
		{"across two blocks", strings.Repeat("x", block-4) + atscMark, []string{atscMark}},
		{"across the next two", strings.Repeat("x", 2*block-8-5) + mpeg2Mark, []string{mpeg2Mark}},
		{"several, far apart", dvdMark + strings.Repeat("x", 3*block) + atscMark, []string{dvdMark, atscMark}},
		{"other user data", "\xb5\x00\x31GA94\x06\xb5\x00\x31DTG1", nil},
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(tt.data), "in pieces": iotest.HalfReader(strings.NewReader(tt.data))} {
			if got, err := marked(t.Context(), r, all); !slices.Equal(got, tt.want) || err != nil {
				t.Errorf("%s, %s: %q, %v; want %q", tt.name, name, got, err, tt.want)
			}
		}
	}
	if _, err := marked(t.Context(), iotest.TimeoutReader(strings.NewReader(strings.Repeat("x", 3*block))), all); err == nil {
		t.Error("a disk that fails says that there are none")
	}
}

// Captions in a form that cannot be read are named.
func TestUnreadableCaptions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		codec, data  string
		markCaptions bool
		want         []string
	}{
		{"h264", atscMark, true, nil},
		{"h264", dvdMark, false, nil}, // a chance
		{"mpeg2video", mpeg2Mark, true, nil},
		{"mpeg2video", dvdMark, false, []string{"has closed captions in a form that cannot be read, and that are left out (mpeg2video)"}},
		{"av1", atscMark, false, []string{"has closed captions in a form that cannot be read, and that are left out (av1)"}},
		{"vp9", atscMark, false, nil},
	} {
		path := filepath.Join(t.TempDir(), "film")
		if err := os.WriteFile(path, []byte(tt.data), 0o600); err != nil {
			t.Fatal(err)
		}
		m := meeting.Media{Video: &meeting.Video{Codec: tt.codec}}
		if err := markCaptions(t.Context(), &m, path); err != nil {
			t.Fatal(err)
		}
		if m.Video.Captioned != tt.markCaptions || !slices.Equal(m.LeftOut, tt.want) {
			t.Errorf("%s with %q: captioned %v, %q; want %v, %q", tt.codec, tt.data, m.Video.Captioned, m.LeftOut, tt.markCaptions, tt.want)
		}
	}
}
