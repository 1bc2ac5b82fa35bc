package bag_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/bag"
)

// memory is a folder in memory.
type memory struct{ fstest.MapFS }

type memoryFile struct {
	bytes.Buffer

	name string
	to   fstest.MapFS
}

func (m memory) Create(name string) (io.WriteCloser, error) {
	return &memoryFile{name: name, to: m.MapFS}, nil
}

func (f *memoryFile) Close() error {
	f.to[f.name] = &fstest.MapFile{Data: f.Bytes()}
	return nil
}

// write makes a bag of these files; a name with a > is a link.
func write(t *testing.T, files map[string]string) fstest.MapFS {
	t.Helper()
	m := memory{fstest.MapFS{}}
	w := bag.NewWriter(m)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var err error
		if file, address, link := strings.Cut(name, ">"); link {
			_, err = w.Link(file, address, strings.NewReader(files[name]))
		} else {
			_, err = w.Add(name, strings.NewReader(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close([]bag.Field{{Label: "External-Identifier", Value: "board\nmeeting"}}); err != nil {
		t.Fatal(err)
	}
	return m.MapFS
}

func validate(t *testing.T, fsys fs.FS) (*bag.Bag, []string) {
	t.Helper()
	b, problems, err := bag.Validate(t.Context(), fsys, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return b, list
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	odd := "data/originals/100 %25 line\nend\rÜ 会議.txt"
	fsys := write(t, map[string]string{odd: "odd", "data/empty": "", "data/a/b/c.bin": strings.Repeat("x", 300<<10), "metadata/dc.xml": "<dc/>"})
	var read int64
	b, problems, err := bag.Validate(t.Context(), fsys, func(n int64) { read += n })
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v, %v", problems, err)
	}
	var paths []string
	for _, f := range b.Payload {
		paths = append(paths, fmt.Sprint(f.Path, " ", f.Size))
	}
	if diff := cmp.Diff([]string{"data/a/b/c.bin 307200", "data/empty 0", odd + " 3"}, paths); diff != "" {
		t.Error(diff)
	}
	if b.Value("External-Identifier") != "board meeting" || b.Value("Payload-Oxum") != "307203.3" || b.Version != "1.0" {
		t.Errorf("%+v", b.Info)
	}
	if _, ok := b.Find("metadata/dc.xml"); !ok || read < 307203 {
		t.Errorf("dc.xml is listed: %t; %d bytes were read", ok, read)
	}
	if got := string(fsys["manifest-sha256.txt"].Data); !strings.Contains(got, "data/originals/100 %2525 line%0Aend%0DÜ 会議.txt\n") || got != bag.PayloadManifest(b.Payload) {
		t.Errorf("manifest:\n%s", got)
	}
	if got := string(fsys["tagmanifest-sha512.txt"].Data); strings.Contains(got, "tagmanifest") || !strings.Contains(got, "manifest-sha256.txt") || !strings.Contains(got, "bag-info.txt") {
		t.Errorf("tag manifest:\n%s", got)
	}
}

func TestWriterRefusesPaths(t *testing.T) {
	t.Parallel()
	w := bag.NewWriter(memory{fstest.MapFS{}})
	if _, err := w.Add("data/Été.txt", strings.NewReader("")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", "/etc/passwd", "data/../../x", "~/x", `data\x`, "C:x", "data//x", "data/./x", "data/a\x00b", "data/\xff",
		"data/Été.txt", "data/éTÉ.TXT", "data/E\u0301te\u0301.txt", "data/Été.txt/below", "DATA/x.txt",
	} {
		if _, err := w.Add(name, strings.NewReader("")); err == nil {
			t.Errorf("%q was written", name)
		}
	}
	if _, err := w.Link("data/x", "not an address", strings.NewReader("")); err == nil {
		t.Error("a link without an address was written")
	}
	if _, err := w.Link("x", "https://example.org/x", strings.NewReader("")); err == nil {
		t.Error("a tag file became a link")
	}
}
