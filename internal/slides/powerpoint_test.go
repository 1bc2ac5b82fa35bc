package slides_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestBinaryPowerPoint replaces LibreOffice by one that opens nothing.
func TestBinaryPowerPoint(t *testing.T) {
	t.Parallel()

	const filter97 = "--infilter=MS PowerPoint 97"
	for _, tt := range []struct {
		name     string
		deck     []byte
		password string
		asked    bool   // LibreOffice is asked to open it
		filter   string // with this import filter
		reason   string
	}{
		{"a damaged one", slidestest.PPT(slidestest.CurrentUser), "", true, filter97, "is damaged or needs a password: LibreOffice cannot open it"},
		{
			"PowerPoint 95 is left to LibreOffice to detect", slidestest.PPT(slidestest.CurrentUser95), "", true, "",
			"is from PowerPoint 95 or an older version, and LibreOffice cannot open it; open it in a newer PowerPoint and save it as PPTX or PDF",
		},
		{
			"PowerPoint 4", slidestest.Compound(slidestest.Part{Name: "PP40", Content: "x"}), "", true, "",
			"is from PowerPoint 95 or an older version, and LibreOffice cannot open it; open it in a newer PowerPoint and save it as PPTX or PDF",
		},
		{"an encrypted one without a password", slidestest.PPT(slidestest.CurrentUserEncrypted), "", false, "", "is encrypted and needs a password"},
		{
			"an encrypted one with a password", slidestest.PPT(slidestest.CurrentUserEncrypted), "sesame", true, filter97,
			"is encrypted in a way that LibreOffice does not open; open it in PowerPoint and save it as PPTX or PDF",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := false
			f := working(1).with("soffice", func(c proc.Command) (string, error) {
				asked = true
				filter := ""
				if i := slices.IndexFunc(c.Args, func(arg string) bool { return strings.HasPrefix(arg, "--infilter") }); i >= 0 {
					filter = c.Args[i]
				}
				if filter != tt.filter {
					t.Errorf("LibreOffice is started with the filter %q, want %q", filter, tt.filter)
				}
				return cannotLoad, nil
			})
			_, err := convertWith(t, f, tt.deck, slides.Options{Password: tt.password})
			if fault.Reason(err) != tt.reason || asked != tt.asked {
				t.Errorf("err = %v, LibreOffice asked: %t, want %q", err, asked, tt.reason)
			}
		})
	}
}
