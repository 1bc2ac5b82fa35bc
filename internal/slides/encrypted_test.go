package slides

import (
	"bytes"
	"testing"

	"proceedings/internal/slides/slidestest"
)

func odpWithManifest(t *testing.T, manifest string) []byte {
	t.Helper()
	return slidestest.Zip(t,
		slidestest.Part{Name: "mimetype", Content: "application/vnd.oasis.opendocument.presentation"},
		slidestest.Part{Name: "META-INF/manifest.xml", Content: manifest},
	)
}

const encryptedManifest = `<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>`

func TestEncryptedFormat(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		data []byte
		want Format
	}{
		{"an encrypted odp file", odpWithManifest(t, encryptedManifest), ODP},
		{"an odp file that is not encrypted", odpWithManifest(t, `<m:manifest xmlns:m="m"/>`), ""},
		{"a pptx file that is not encrypted", slidestest.PPTX(t, []slidestest.PPTXSlide{{}}), ""},
		{"a PDF file, which poppler opens", []byte("%PDF-1.7\n"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := encryptedFormat(bytes.NewReader(tt.data), int64(len(tt.data)))
			if err != nil || got != tt.want {
				t.Errorf("encryptedFormat = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestRecogniseEncryptedODP: with a password, only LibreOffice opens the deck;
// without one, it is opened and refused like any other.
func TestRecogniseEncryptedODP(t *testing.T) {
	t.Parallel()

	data := odpWithManifest(t, encryptedManifest)
	for password, measured := range map[string]bool{"sesame": false, "": true} {
		j := &job{Options: Options{Password: password}}
		d, err := j.recognise(bytes.NewReader(data), int64(len(data)))
		if err != nil || d.format != ODP || (d.archive != nil) != measured {
			t.Errorf("recognise with the password %q = %+v, %v, want odp, its archive opened: %v", password, d, err, measured)
		}
	}
}

func TestRecogniseEncryptedPPTX(t *testing.T) {
	t.Parallel()

	data := slidestest.EncryptedPPTX()
	j := &job{Options: Options{Password: "sesame"}}
	if d, err := j.recognise(bytes.NewReader(data), int64(len(data))); err != nil || d.format != PPTX || d.archive != nil {
		t.Errorf("recognise = %+v, %v, want a pptx file that only LibreOffice opens", d, err)
	}
	j.Password = ""
	if d, err := j.recognise(bytes.NewReader(data), int64(len(data))); err == nil {
		t.Errorf("recognise without a password = %+v, want a refusal", d)
	}
}
