package compressed_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/compressed"
)

func limits() compressed.Limits { return compressed.Limits{Files: 20, Depth: 3, Bytes: 2 << 20} }

// entry is a file of an archive.
type entry struct {
	name, text string
	kind       byte // as in a tar; 0 for a regular file
}

func tarOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, e := range entries {
		head := &tar.Header{Name: e.name, Size: int64(len(e.text)), Mode: 0o600, Typeflag: max(e.kind, tar.TypeReg), ModTime: time.Unix(1e9, 0)}
		if e.kind == tar.TypeSymlink || e.kind == tar.TypeLink {
			head.Linkname, head.Size = e.text, 0
		}
		if err := w.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text[:head.Size]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		head := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: time.Unix(1e9, 0)}
		if e.kind == tar.TypeSymlink {
			head.SetMode(fs.ModeSymlink | 0o777)
		}
		body, err := w.CreateHeader(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = io.WriteString(body, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unpack unpacks data, and returns the files with their contents, and the refusals.
func unpack(t testing.TB, format compressed.Format, data []byte) (files map[string]string, refused []string, err error) {
	t.Helper()
	top := t.TempDir()
	dir := filepath.Join(top, "in")
	if err = os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(top, "archive")
	if err = os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	list, err := compressed.Unpack(t.Context(), file, format, dir, limits())
	for _, r := range list {
		refused = append(refused, r.Name+" "+r.Reason)
	}
	files = map[string]string{}
	walkErr := filepath.WalkDir(top, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || at == name {
			return err
		}
		if !d.Type().IsRegular() {
			t.Errorf("%s is %s", at, d.Type())
		}
		rel, _ := filepath.Rel(dir, at)
		if !filepath.IsLocal(rel) {
			t.Errorf("%s is outside of the folder", at)
		}
		text, err := os.ReadFile(at)
		files[rel] = string(text)
		return err
	})
	if walkErr != nil {
		t.Fatal(walkErr)
	}
	return files, refused, err
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	list := []entry{{name: "Spring/meeting.yaml", text: "title: x\n"}, {name: "Spring/day 1/Übung.txt", text: strings.Repeat("text ", 1000)}}
	want := map[string]string{"Spring/meeting.yaml": "title: x\n", "Spring/day 1/Übung.txt": strings.Repeat("text ", 1000)}
	plain := tarOf(t, slices.Insert(slices.Clone(list), 0, entry{name: "Spring/", kind: tar.TypeDir})...)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(plain)
	_ = w.Close()
	for format, data := range map[compressed.Format][]byte{
		compressed.Tar: plain, compressed.Gzip: zipped.Bytes(),
		compressed.ZIP: zipOf(t, append(slices.Clone(list), entry{name: "Spring/empty/"})...),
	} {
		files, refused, err := unpack(t, format, data)
		if diff := cmp.Diff(want, files); diff != "" || err != nil || refused != nil {
			t.Errorf("%s: refused %q, %v\n%s", format, refused, err, diff)
		}
	}
}

// TestHostileNames: nothing gets out of the folder, and each refused file is named.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	list := []entry{
		{name: "../up.txt", text: "x"},
		{name: "/etc/cron.d/x", text: "x"},
		{name: `..\..\win.txt`, text: "x"},
		{name: "a/../../b.txt", text: "x"},
		{name: "1/2/3/4/deep.txt", text: "x"},
		{name: "link", text: "/etc", kind: tar.TypeSymlink},
		{name: "link/passwd", text: "x"},
		{name: "twice.txt", text: "first"},
		{name: "twice.txt", text: "second"},
		{name: "twice.txt/below", text: "x"},
		{name: strings.Repeat("n", 300), text: "x"},
		{name: "good.txt", text: "good"},
	}
	want := map[string]string{"twice.txt": "first", "good.txt": "good", "link/passwd": "x"} // link is a folder then
	for format, data := range map[compressed.Format][]byte{
		compressed.Tar: tarOf(t, append(list, entry{name: "pipe", kind: tar.TypeFifo}, entry{name: "hard", text: "good.txt", kind: tar.TypeLink})...),
		compressed.ZIP: zipOf(t, list...),
	} {
		files, refused, err := unpack(t, format, data)
		if diff := cmp.Diff(want, files); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", format, err, diff)
		}
		all := strings.Join(refused, "\n")
		for _, part := range []string{
			"../up.txt has a path that leads out of the archive", "/etc/cron.d/x has a path", "../../win.txt has a path", "a/../../b.txt has a path",
			"1/2/3/4/deep.txt lies more than 3 folders deep", "link is a link", "twice.txt cannot be unpacked: the archive has another file of that name",
			"twice.txt/below has a path that cannot be made: the archive has another file of that name", "its name is too long",
		} {
			if !strings.Contains(strings.ReplaceAll(all, `\`, "/"), part) {
				t.Errorf("%s: %q is not in\n%s", format, part, all)
			}
		}
	}
}

func TestDamagedArchives(t *testing.T) {
	t.Parallel()
	good := tarOf(t, entry{name: "a.txt", text: "first"}, entry{name: "b.txt", text: strings.Repeat("x", 5000)})
	zipped := zipOf(t, entry{name: "a.txt", text: strings.Repeat("text ", 100)})
	broken := bytes.Clone(zipped)
	broken[len("a.txt")+40] ^= 1
	bomb := zipOf(t, entry{name: "zeros", text: strings.Repeat("\x00", 1<<20)})
	many := make([]entry, 30)
	for i := range many {
		many[i].name = string(rune('a'+i)) + ".txt"
	}
	for name, tt := range map[string]struct {
		format compressed.Format
		data   []byte
		want   string
	}{
		"a tar that ends early":   {compressed.Tar, good[:2500], "is damaged after a.txt: copy it again from where it came from"},
		"no tar":                  {compressed.Tar, bytes.Repeat([]byte("x"), 2000), "is damaged, and nothing can be unpacked"},
		"no gzip":                 {compressed.Gzip, []byte("x"), "is damaged, and nothing can be unpacked"},
		"a ZIP that ends early":   {compressed.ZIP, zipped[:len(zipped)-30], "is damaged, and nothing can be unpacked"},
		"a ZIP with a wrong byte": {compressed.ZIP, broken, "is damaged, and nothing can be unpacked"},
		"too many files":          {compressed.Tar, tarOf(t, many...), "has more than 20 files"},
		"another kind":            {"7z", []byte("7z"), "is an archive of the kind 7z, which cannot be unpacked here: unpack it, and add the folder"},
	} {
		_, _, err := unpack(t, tt.format, tt.data)
		if own := (*compressed.Error)(nil); !errors.As(err, &own) || own.Reason != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if _, _, err := unpack(t, compressed.ZIP, bomb); err != nil {
		t.Errorf("a megabyte: %v", err)
	}
}

// TestBombs unpacks many zeros from a small archive, up to the limit.
func TestBombs(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	zipped := gzip.NewWriter(&bomb)
	w := tar.NewWriter(zipped)
	const size = 8 << 20
	if err := w.WriteHeader(&tar.Header{Name: "zeros", Size: size, Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	for zeros := make([]byte, 1<<20); ; {
		if _, err := w.Write(zeros); err != nil {
			break // it is complete
		}
	}
	_ = w.Close()
	_ = zipped.Close()
	_, _, err := unpack(t, compressed.Gzip, bomb.Bytes())
	if own := (*compressed.Error)(nil); !errors.As(err, &own) || !strings.Contains(own.Reason, "unpacks to more than 100 times its size") && !strings.Contains(own.Reason, "needs more space") {
		t.Errorf("a bomb of %d bytes: %v", bomb.Len(), err)
	}
}

func TestUnpackingEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file, err := os.Create(filepath.Join(t.TempDir(), "x.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // of a test
	if _, err = file.Write(tarOf(t, entry{name: "a", text: "x"})); err != nil {
		t.Fatal(err)
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if _, err = compressed.Unpack(ctx, file, compressed.Tar, t.TempDir(), limits()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// FuzzUnpack unpacks any bytes. Nothing may get out of the folder, or take long.
func FuzzUnpack(f *testing.F) {
	f.Add(byte(0), zipOf(f, entry{name: "a", text: "x"}))
	f.Add(byte(1), tarOf(f, entry{name: "a", text: "x"}, entry{name: "../b", kind: tar.TypeSymlink, text: "/etc"}))
	formats := []compressed.Format{compressed.ZIP, compressed.Tar, compressed.Gzip, compressed.Bzip2}
	f.Fuzz(func(t *testing.T, format byte, data []byte) {
		_, _, _ = unpack(t, formats[int(format)%len(formats)], data)
	})
}
