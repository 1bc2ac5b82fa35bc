package slides

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

func TestMediaOfVisibleSlides(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	film, err := os.ReadFile(proctest.Encode(t, "tide.mp4", append([]string{
		"-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p",
	}, proctest.Cheap()...)...))
	if err != nil {
		t.Fatal(err)
	}
	pic := func(relation, trim string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="" descr="The tide"/><p:cNvPicPr/><p:nvPr><p:extLst><p:ext uri="{DAA4B4D4}">` +
			`<p14:media xmlns:p14="p14" r:embed="` + relation + `">` + trim + `</p14:media></p:ext></p:extLst></p:nvPr></p:nvPicPr></p:pic>`
	}
	refs := map[string]string{"rId1": "media ../media/media1.mp4", "rId2": "media ../media/media2.wmv", "rId3": "media ../media/none.mp4"}
	path := filepath.Join(t.TempDir(), "deck.pptx")
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{
		{Shapes: pic("rId1", ""), Refs: refs},
		{Shapes: pic("rId1", ""), Refs: refs, Attrs: `show="0"`},
		{Shapes: pic("rId1", `<p14:trim st="500"/>`), Refs: refs},
		{Shapes: pic("rId2", ""), Refs: refs},
		{Shapes: pic("rId1", "") + pic("rId3", ""), Refs: refs},
		{Shapes: pic("rId2", ""), Refs: refs},
	}, slidestest.Part{Name: "ppt/media/media1.mp4", Content: string(film)},
		slidestest.Part{Name: "ppt/media/media2.wmv", Content: "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"})
	if err = os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}

	const (
		windows = "has a video or audio file on slides 4 and 6 that is not offered: browsers do not play the format asf"
		missing = "has a video or audio file on slide 5 that is not offered: its file is missing or damaged"
		cut     = "has a video or audio file on slide 3 that is not offered: the slide show does not show all of it; to offer it, publish the originals"
	)
	for _, tt := range []struct {
		name     string
		omit     Omission
		slides   []int
		warnings []string
	}{
		{"what the audience saw", Omission{HiddenSlides: true, CutMedia: true}, []int{1, 5}, []string{cut, windows, missing}},
		{"everything", Omission{}, []int{1, 2, 3, 5}, []string{windows, missing}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			j, err := newJob(New(proctest.Runner(t), t.TempDir()), path, out, Options{Omit: tt.omit})
			if err != nil {
				t.Fatal(err)
			}
			defer j.close()
			d, err := j.open()
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close() //nolint:errcheck // only read
			got, err := j.media(t.Context(), d.deck)
			if err != nil {
				t.Fatal(err)
			}
			var slides []int
			for _, s := range got {
				slides = append(slides, s.Slide)
				if want := []meeting.Clip{{Object: meeting.Object{Name: "media/0001.mp4", Type: "video/mp4"}, Title: "The tide", Duration: 1}}; !cmp.Equal(want, s.Clips) {
					t.Errorf("slide %d has %+v", s.Slide, s.Clips)
				}
			}
			if diff := cmp.Diff(tt.slides, slides); diff != "" {
				t.Errorf("slides with media differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.warnings, j.warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
			if files, err := filepath.Glob(filepath.Join(out, "media", "*")); err != nil || len(files) != 1 {
				t.Errorf("the output has %v, %v", files, err)
			}
		})
	}
}
