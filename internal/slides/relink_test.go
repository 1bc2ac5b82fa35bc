package slides_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	deck "proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// withAction is a shape with a PowerPoint action.
func withAction(action string) string {
	return strings.Replace(numbered(""), `ppaction://hlinksldjump`, `ppaction://hlinkshowjump?jump=`+action, 1)
}

// withLink is an odp page with a link to an address.
func withLink(address string) slidestest.ODPSlide {
	return slidestest.ODPSlide{Shapes: slidestest.Frame("", `<draw:text-box><text:p><text:a xlink:href="`+address+`">there</text:a></text:p></draw:text-box>`)}
}

// TestLinksLeadToSlides, and never to a folder of the machine that made the PDF file.
func TestLinksLeadToSlides(t *testing.T) {
	t.Parallel()
	needTools(t)

	slide := func(target string) slidestest.PPTXSlide {
		return slidestest.PPTXSlide{Shapes: numbered("rIdX"), Refs: map[string]string{"rIdX": "slide " + target}}
	}
	c := deck.New(proctest.Runner(t), "")
	t.Cleanup(func() { _ = c.Close() }) // stops LibreOffice
	for _, tt := range []struct {
		name string
		data []byte
		want []string // the target of the link on each page, or ""
	}{
		{"from slide to slide of a pptx whose part names do not show the order", slidestest.PPTX(t, []slidestest.PPTXSlide{
			slide("slide97.xml"), slide("../slides/slide99.xml"), slide("/ppt/slides/slide96.xml"), slide("slide5.xml"),
		}), []string{"#3", "#1", "#4", ""}},
		{"by PowerPoint's actions", slidestest.PPTX(t, []slidestest.PPTXSlide{
			{Shapes: withAction("nextslide")}, {Shapes: withAction("previousslide")}, {Shapes: withAction("lastslide")}, {Shapes: withAction("firstslide")}, {Shapes: withAction("endshow")},
		}), []string{"#2", "#1", "#5", "#1", ""}},
		{"in an odp", slidestest.ODP(t, []slidestest.ODPSlide{
			withLink("#page3"), withLink("#nowhere"), withLink("notes.pdf"), withLink("file:///etc/passwd"), withLink("https://example.org/a"),
		}), []string{"#3", "", "", "", "https://example.org/a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "original")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			pdf, err := c.Export(t.Context(), path, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			text := contents(t, pdf)["text"]
			got := make([]string, 0, len(tt.want))
			for page := range strings.SplitSeq(text, "</page>") {
				if strings.Contains(page, "<page ") {
					to := ""
					if m := regexp.MustCompile(`href="(?:deck\.html)?([^"]*)"`).FindStringSubmatch(page); m != nil {
						to = m[1]
					}
					got = append(got, to)
				}
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("the links lead to %q, want %q:\n%s", got, tt.want, text)
			}
		})
	}
}
