package sanitize_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

func TestCopyEmptiesTitlesBesideTheSlide(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, kind, from, to string // the position of the shape
		kept                 bool
	}{
		{"on the slide", "title", `y="609600"`, `y="609600"`, true},
		{"above", "title", `y="609600"`, `y="-1200000"`, false},
		{"partly above", "title", `y="609600"`, `y="-1100000"`, true},
		{"on the right", "ctrTitle", `x="609600"`, `x="12192000"`, false},
		{"another text, which LibreOffice leaves out", "body", `x="609600"`, `x="12192000"`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			shape := strings.Replace(slidestest.Shape(tt.kind, "Planted"), tt.from, tt.to, 1)
			a, err := open(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: shape}}), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if _, err = sanitize.Copy(&out, a, sanitize.OpenXML, "ppt/slides/slide99.xml"); err != nil {
				t.Fatal(err)
			}
			copied, err := open(t, out.Bytes(), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			slide, err := copied.Read("ppt/slides/slide99.xml")
			if err != nil || strings.Contains(string(slide), "Planted") != tt.kept {
				t.Errorf("the slide is %s, %v; title kept: %v", slide, err, tt.kept)
			}
		})
	}
}
