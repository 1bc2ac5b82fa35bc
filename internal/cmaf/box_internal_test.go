package cmaf

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

func TestBoxes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		want string // names and lengths of bodies
	}{
		"none":                     {nil, ""},
		"one that is empty":        {box("free"), "free:0 "},
		"two":                      {append(box("moov", 1, 2), box("free", "xyz")...), "moov:8 free:3 "},
		"bytes behind":             {append(box("free"), 1, 2, 3, 4, 5, 6, 7), "error"},
		"a size of seven":          {append([]byte{0, 0, 0, 7}, "free"...), "error"},
		"a size of nothing":        {append([]byte{0, 0, 0, 0}, "free"...), "error"},
		"a byte more than is left": {append([]byte{0, 0, 0, 9}, "free"...), "error"},
	} {
		list, err := boxes(c.data)
		got := ""
		for _, b := range list {
			got += b.name + ":" + string(rune('0'+len(b.body))) + " "
		}
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestInside(t *testing.T) {
	t.Parallel()
	data := append(box("mdia", box("mdhd", "one"), box("mdhd", "two")), box("mdia", box("minf"))...)
	for _, c := range []struct {
		path []string
		want string
	}{
		{[]string{"mdia", "mdhd"}, "one"},
		{[]string{"mdia", "minf"}, "no box minf"},
		{[]string{"trak"}, "no box trak"},
		{[]string{"mdia", "mdhd", "x"}, "bytes behind the last box"},
	} {
		b, err := inside(data, c.path...)
		got := string(b.body)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("at %v is %q, %v; want %q", c.path, got, err, c.want)
		}
	}
}

func TestDecodeIsOfTheTypeAskedFor(t *testing.T) {
	t.Parallel()
	trex := rawBox{"trex", box("", 0, 1, 1, 0, 0, 7)[4:]}
	if got, err := decode[*mp4.TrexBox](trex); err != nil || got.DefaultSampleFlags != 7 {
		t.Errorf("decode = %+v, %v", got, err)
	}
	if got, err := decode[*mp4.TkhdBox](trex); err == nil {
		t.Errorf("a trex reads as %+v", got)
	}
	if got, err := decode[*mp4.TrexBox](rawBox{"trex", []byte{0}}); err == nil {
		t.Errorf("a damaged trex reads as %+v", got)
	}
}

// failing fails to read or to write.
type failing struct{}

var errFailed = errors.New("the disk is gone")

func (failing) Read([]byte) (int, error)  { return 0, errFailed }
func (failing) Write([]byte) (int, error) { return 0, errFailed }

// What ends early ends in an error that is not the end of a file, and another
// error stays what it is.
func TestBoxReaderErrors(t *testing.T) {
	t.Parallel()
	long := append([]byte{0, 0, 0, 99}, "moov and some"...)
	read := map[string]func(*boxReader) error{
		"next": func(b *boxReader) error { _, err := b.next(); return err },
		"body": func(b *boxReader) error {
			h, err := b.next()
			if err == nil {
				_, err = b.body(h)
			}
			return err
		},
		"skip": func(b *boxReader) error {
			h, err := b.next()
			if err == nil {
				err = b.skip(h)
			}
			return err
		},
	}
	for name, c := range map[string]struct {
		what string
		src  io.Reader
		want error
	}{
		"the end between boxes":            {"next", bytes.NewReader(nil), io.EOF},
		"the end within a header":          {"next", bytes.NewReader(long[:5]), io.ErrUnexpectedEOF},
		"the end within a body":            {"body", bytes.NewReader(long), io.ErrUnexpectedEOF},
		"the end within a box to skip":     {"skip", bytes.NewReader(long), io.ErrUnexpectedEOF},
		"the end behind a header":          {"body", bytes.NewReader(long[:8]), io.ErrUnexpectedEOF},
		"the end behind a header, to skip": {"skip", bytes.NewReader(long[:8]), io.ErrUnexpectedEOF},
		"a disk that fails":                {"next", io.MultiReader(bytes.NewReader(long[:5]), failing{}), errFailed},
		"a disk that fails within a body":  {"body", io.MultiReader(bytes.NewReader(long), failing{}), errFailed},
		"a disk that fails on the way":     {"skip", io.MultiReader(bytes.NewReader(long), failing{}), errFailed},
		"a whole box":                      {"body", bytes.NewReader(box("free", "xyz")), nil},
	} {
		err := read[c.what](newBoxReader(c.src))
		if !errors.Is(err, c.want) || (err == io.EOF) != (c.want == io.EOF) || c.want == io.ErrUnexpectedEOF && errors.Is(err, io.EOF) { //nolint:errorlint // the very one
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	b := newBoxReader(bytes.NewReader(long))
	b.copy = failing{}
	if _, err := b.Read(make([]byte, 4)); !errors.Is(err, errFailed) || b.pos != 4 {
		t.Errorf("a copy that fails: %v at %d", err, b.pos)
	}
}

// A size in a header is believed up to a limit.
func TestBoxReaderLimits(t *testing.T) {
	t.Parallel()
	b := newBoxReader(bytes.NewReader(nil))
	if _, err := b.body(mp4.BoxHeader{Name: "moov", Size: maxHeaders + 9, Hdrlen: 8}); err == nil || !strings.Contains(err.Error(), "more than we hold") {
		t.Errorf("a header of more than the limit: %v", err)
	}
	if _, err := b.body(mp4.BoxHeader{Name: "moov", Size: maxHeaders + 8, Hdrlen: 8}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a header of the limit: %v", err)
	}
	if err := b.discard("mdat", 1<<62+1); err == nil || !strings.Contains(err.Error(), "a size of") {
		t.Errorf("data of more than the limit: %v", err)
	}
	if err := b.discard("mdat", 1<<62); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("data of the limit: %v", err)
	}
}
