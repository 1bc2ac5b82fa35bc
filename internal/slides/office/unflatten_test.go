package office_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

func TestUnflatten(t *testing.T) {
	t.Parallel()

	picture := base64.StdEncoding.EncodeToString([]byte("pixels"))
	const head = `<?xml version="1.0"?><!-- x --><o:document xmlns:o="office" o:mimetype="p">`
	tests := []struct {
		name, flat string
		content    string
		reason     string
	}{
		{
			"sections go to their parts", head + `<o:meta><t/></o:meta><o:styles/><o:automatic-styles>a</o:automatic-styles><o:body>b</o:body></o:document>`,
			`<o:document-content xmlns:o="office" o:mimetype="p"><o:automatic-styles>a</o:automatic-styles><o:body>b</o:body></o:document-content>`, "",
		},
		{
			"an image becomes a part", head + `<o:body><d:image d:x="1"> <o:binary-data> ` + picture[:4] + "\n" + picture[4:] + ` </o:binary-data><p>t</p></d:image></o:body></o:document>`,
			`<o:document-content xmlns:o="office" o:mimetype="p"><o:body><d:image d:x="1" xmlns:at="http://www.w3.org/1999/xlink" at:href="Pictures/0001" at:type="simple"><p>t</p></d:image></o:body></o:document-content>`, "",
		},
		{"in UTF-16", "\xff\xfe" + utf16LE(`<document><body>é</body></document>`), `<document-content><body>é</body></document-content>`, ""},
		{"a truncated file", head + `<o:body>`, "", "is damaged: its XML: it ends before its body does"},
		{"a file that is too large", strings.Repeat("x", 1<<20+1), "", "is larger than 1 MB"},
		{"an image that is not base64", head + `<o:body><d:image><o:binary-data>%</o:binary-data></d:image></o:body></o:document>`, "", "is damaged: its XML: a picture: illegal base64 data at input byte 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := office.Unflatten(&out, strings.NewReader(tt.flat), limits())
			if fault.Reason(err) != tt.reason || (err == nil) != (tt.reason == "") {
				t.Fatalf("Unflatten = %v, want %q", err, tt.reason)
			}
			if err != nil {
				return
			}
			a := mustOpen(t, out.Bytes())
			if got, err := a.Read("content.xml"); err != nil || string(got) != tt.content {
				t.Errorf("content.xml = %s, %v, want %s", got, err, tt.content)
			}
			if got, err := a.Read("Pictures/0001"); strings.Contains(tt.content, "Pictures") && (err != nil || string(got) != "pixels") {
				t.Errorf("the picture = %q, %v", got, err)
			}
		})
	}
}

// FuzzUnflatten: any bytes are refused, or become an archive that can be opened.
func FuzzUnflatten(f *testing.F) {
	f.Add([]byte(`<document><body><image><binary-data>AAAA</binary-data></image></body></document>`))
	f.Add([]byte(`<a></a></a><image><binary-data/></image>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		if err := office.Unflatten(&out, bytes.NewReader(data), limits()); err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Unflatten = %v, want a refusal: no disk failed", err)
			}
			return
		}
		l := limits()
		l.Entries = 1 << 20
		a, err := open(t, out.Bytes(), l)
		if err != nil || !a.Has("content.xml") {
			t.Fatalf("the archive: %v", err)
		}
	})
}
