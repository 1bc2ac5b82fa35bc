package sniff_test

import (
	"bytes"
	"io"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/sniff"
)

// FuzzFile holds what must be true of any bytes: no panic, no error without a
// bad medium, no unbounded reading, and either a use or a reason against it.
func FuzzFile(f *testing.F) {
	for _, seed := range [][]byte{
		nil,
		{0},
		[]byte("WEBVTT"), []byte("<?xml"), frames(3), aac(3), packets(188, 0, 9),
		[]byte("ID3\x04\x00\x00\x00\x00\x00\x0aTIT2......"), []byte("\x00\x00\x00\x08wide\x00\x10\x00\x00mdat"),
		archive("mimetype", "application/vnd.oasis.opendocument.text"), boastful(),
		ooxml("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
		ole(9, "Root Entry", "PowerPoint Document", "Current User"), ole(12, "Root Entry", "Book"),
		utf16le("1\n00:00:01,200 --> 00:00:21,000\nHi\n"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &counter{ReaderAt: bytes.NewReader(data)}
		got, err := sniff.File(r, int64(len(data)))
		if err != nil {
			t.Fatalf("File: %v", err)
		}
		if got.Name == "" || (got.Refusal() == "" && got.Type == "") {
			t.Errorf("File = %+v, want a name and a type", got)
		}
		if got.Refusal() != "" && got.Role != "" {
			t.Errorf("File = %+v is refused and has a role", got)
		}
		if got.Refusal() == "" && got.Role == "" && got.Name != "pdf" {
			t.Errorf("File = %+v has neither a role nor a refusal", got)
		}
		switch got.Role {
		case "", meeting.Recording, meeting.Deck, meeting.Captions, meeting.Document:
		default:
			t.Errorf("role %q", got.Role)
		}
		if r.asked > 8<<20 {
			t.Errorf("asked for %d bytes", r.asked)
		}
	})
}

type counter struct {
	io.ReaderAt
	asked int
}

func (c *counter) ReadAt(p []byte, off int64) (int, error) {
	c.asked += len(p)
	return c.ReaderAt.ReadAt(p, off)
}
