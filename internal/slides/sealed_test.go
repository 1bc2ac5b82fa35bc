package slides

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

func TestSealed(t *testing.T) {
	t.Parallel()

	odp := func(manifest string) []byte {
		return slidestest.Zip(t,
			slidestest.Part{Name: "mimetype", Content: "application/vnd.oasis.opendocument.presentation"},
			slidestest.Part{Name: "META-INF/manifest.xml", Content: manifest},
		)
	}
	locked := odp(`<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>`)
	tests := []struct {
		name, password string
		data           []byte
		want           Format
	}{
		{"an odp file that is encrypted", "sesame", locked, ODP},
		{"without a password nothing is tried", "", locked, ""},
		{"an odp file that is not encrypted is measured as any other", "sesame", odp(`<m:manifest xmlns:m="m"/>`), ""},
		{"a pptx file that is not encrypted, too", "sesame", slidestest.PPTX(t, []slidestest.PPTXSlide{{}}), ""},
		{"a PDF file is poppler's to open", "sesame", []byte("%PDF-1.7\n"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := &job{Options: Options{Password: tt.password}}
			got, err := j.sealed(bytes.NewReader(tt.data), int64(len(tt.data)))
			if err != nil || got != tt.want {
				t.Errorf("sealed = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestAPPTXFileThatIsEncryptedIsSealed(t *testing.T) {
	t.Parallel()

	data, err := os.ReadFile(filepath.Join(proctest.Corpus(t), "decks", "SamplePassword.pptx"))
	if err != nil {
		t.Fatal(err)
	}
	j := &job{Options: Options{Password: "sesame"}}
	if d, err := j.recognise(bytes.NewReader(data), int64(len(data))); err != nil || d.format != PPTX || d.archive != nil {
		t.Errorf("recognise = %+v, %v, want a pptx file that only LibreOffice opens", d, err)
	}
	j.Password = ""
	if d, err := j.recognise(bytes.NewReader(data), int64(len(data))); err == nil {
		t.Errorf("recognise without a password = %+v, want a refusal", d)
	}
}

func TestBoundedKeepsTheBeginning(t *testing.T) {
	t.Parallel()

	var b bounded
	piece := bytes.Repeat([]byte{'x'}, saidMax/2+1)
	for range 3 {
		if n, err := b.Write(piece); n != len(piece) || err != nil {
			t.Fatalf("Write = %d, %v, want all of it taken", n, err)
		}
	}
	if b.kept.Len() != saidMax {
		t.Errorf("kept %d bytes, want %d", b.kept.Len(), saidMax)
	}
}
