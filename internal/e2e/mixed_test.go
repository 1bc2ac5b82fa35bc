package e2e_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/slidestest"
)

// TestMixedMeeting publishes a folder with some bad files. The others are published; the
// page, ingest run and ingest status show the reason for each refusal.
func TestMixedMeeting(t *testing.T) {
	t.Parallel()
	needTools(t)
	folder := filepath.Join(t.TempDir(), "2026-05-04 Café & 'quotes' #1")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	film, err := os.ReadFile(proctest.Encode(t, "film.mov", "-f", "lavfi", "-i", "testsrc2=s=200x110:r=15:d=4", "-c:v", "libx264", "-preset", "ultrafast"))
	if err != nil {
		t.Fatal(err)
	}
	deck := slidestest.PPTXOf(t, slidestest.Usual(1))
	for name, data := range map[string][]byte{
		"short film, with spaces & signs #1.mov": film,
		"nothing in it.mp4":                      mp4WithoutTracks(),
		"notes.txt":                              []byte("What was said, in short.\n"),
		"locked.pptx":                            slidestest.EncryptedPPTX(),
		"broken.pptx":                            deck[:len(deck)-30], // without the end of the ZIP directory
		"good.pptx":                              deck,
	} {
		if err = os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const id = "2026-05-04-cafe-quotes-1"
	data := filepath.Join(t.TempDir(), "data")
	output := ingest(t, nil, 3, "run", "--data", data, folder)
	status := ingest(t, nil, 0, "status", "--data", data, id)
	base := serve(t, nil, "--data", data)
	m, address := verifyPublished(t, base, id)
	if len(m.Recordings) != 1 || len(m.Decks) != 1 || len(m.Refused) != 4 || m.Date != "2026-05-04" {
		t.Errorf("%d recordings, %d decks, refused %v, date %s", len(m.Recordings), len(m.Decks), m.Refused, m.Date)
	}
	page := string(get(t, strings.TrimSuffix(address, "manifest.json")).body)
	for _, sentence := range []string{
		"nothing in it.mp4 has neither video nor audio", "notes.txt is text, not a recording or a deck",
		"locked.pptx is encrypted and needs a password", "broken.pptx is damaged",
	} {
		for where, text := range map[string]string{"ingest run": output, "ingest status": status} {
			if !strings.Contains(text, sentence) {
				t.Errorf("%s does not contain %q:\n%s", where, sentence, text)
			}
		}
		name, reason, _ := strings.Cut(sentence, " is ")
		if !strings.Contains(page, strings.Split(name, " has ")[0]) || !strings.Contains(page, reason) {
			t.Errorf("the page does not contain %q", sentence)
		}
	}
}

// mp4WithoutTracks returns an MP4 file with a movie header and no tracks.
func mp4WithoutTracks() []byte {
	box := func(kind string, content []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(8+len(content))) //nolint:gosec // some bytes
		return append(append(b, kind...), content...)
	}
	header := make([]byte, 100) // version 0, no times, no duration
	binary.BigEndian.PutUint32(header[12:], 1000)
	return bytes.Join([][]byte{
		box("ftyp", []byte("isom\x00\x00\x00\x00mp41")),
		box("moov", box("mvhd", header)),
	}, nil)
}
