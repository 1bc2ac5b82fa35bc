package bag_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/bag"
)

// line is an entry of a manifest with a made-up checksum.
func line(path string) string { return strings.Repeat("0", 64) + "  " + path + "\n" }

// edit is a change to a file of a bag.
func edit(name string, change func(string) string) func(fstest.MapFS) {
	return func(m fstest.MapFS) { m[name] = &fstest.MapFile{Data: []byte(change(string(m[name].Data)))} }
}

// Each thing that is wrong is named with its file, and all of them at once.
func TestValidateRefuses(t *testing.T) {
	t.Parallel()
	const manifest, tags = "manifest-sha256.txt", "tagmanifest-sha256.txt"
	set := func(name, content string) func(fstest.MapFS) {
		return func(m fstest.MapFS) { m[name] = &fstest.MapFile{Data: []byte(content)} }
	}
	add := func(name, entry string) func(fstest.MapFS) {
		return edit(name, func(s string) string { return s + entry })
	}
	tests := []struct {
		name string
		edit func(fstest.MapFS)
		want []string // beginnings of problems that must be among them
	}{
		{"a changed file", set("data/a.txt", "A!"), []string{"data/a.txt has changed: its sha256 is ", "data/a.txt has changed: its sha512 is ", "bag-info.txt has Payload-Oxum 3.2 (3 bytes in 2 files), and the payload has 4 bytes"}},
		{"a file of the same size", set("data/a.txt", "B"), []string{"data/a.txt has changed: its sha256 is "}},
		{"a missing file", func(m fstest.MapFS) { delete(m, "data/a.txt") }, []string{"data/a.txt is missing"}},
		{"an additional file", set("data/more.txt", "x"), []string{"data/more.txt is additional: no manifest lists it"}},
		{"a path that climbs", add(manifest, line("data/../../etc/passwd")), []string{`manifest-sha256.txt line 3: the path "data/../../etc/passwd" leads out of the bag`}},
		{"an absolute path", add(manifest, line("/etc/passwd")), []string{`manifest-sha256.txt line 3: the path "/etc/passwd" is an absolute path`}},
		{"a drive", add(manifest, line("C:/data/x")), []string{`manifest-sha256.txt line 3: the path "C:/data/x" is an absolute path`}},
		{"a home folder", add(manifest, line("~root/data/x")), []string{`manifest-sha256.txt line 3: the path "~root/data/x" begins with ~`}},
		{"a backslash", add(manifest, line(`data\..\x`)), []string{`manifest-sha256.txt line 3: the path "data\\..\\x" has a backslash`}},
		{"a path outside of data/", add(manifest, line("bagit.txt")), []string{`manifest-sha256.txt line 3: the path "bagit.txt" is not below data/`}},
		{"an encoded path that climbs", add(manifest, line("data/%2e%2e/x")), []string{`manifest-sha256.txt line 3: the path "data/%2e%2e/x" has %2E; only`}},
		{"a percent sign at the end", add(manifest, line("data/100%")), []string{`manifest-sha256.txt line 3: the path "data/100%" has %; only`}},
		{"two entries", edit(manifest, func(s string) string { return s + s }), []string{`manifest-sha256.txt line 3: "data/a.txt" is listed twice`, `manifest-sha256.txt line 4: "data/b.txt" is listed twice`}},
		{"a short checksum", add(manifest, "abcd data/c\n"), []string{`manifest-sha256.txt line 3: the checksum of "data/c" has 4 characters, not 64`}},
		{"no entry at all", add(manifest, "nonsense\n"), []string{"manifest-sha256.txt line 3: is not a checksum and a path"}},
		{"names that differ in case", set("data/A.TXT", "x"), []string{"data/a.txt differs only in upper and lower case or in Unicode normalisation from data/A.TXT"}},
		{"folders that differ in case", func(m fstest.MapFS) { set("data/Sub/x", "x")(m); set("data/sub/y", "y")(m) }, []string{"data/sub/y differs only in upper and lower case or in Unicode normalisation from data/Sub"}},
		{"a name in another normalisation", func(m fstest.MapFS) {
			m["data/e\u0301.txt"] = m["data/b.txt"]
			delete(m, "data/b.txt")
			edit(manifest, func(s string) string { return strings.ReplaceAll(s, "b.txt", "é.txt") })(m)
		}, []string{"data/é.txt is missing; data/e\u0301.txt differs only in"}},
		{"in one manifest only", edit("manifest-sha512.txt", func(s string) string { return s[:strings.Index(s, "\n")+1] }), []string{"data/b.txt is not listed in the manifest of sha512"}},
		{"a wrong Payload-Oxum", edit("bag-info.txt", func(s string) string { return strings.Replace(s, "3.2", "3.7", 1) }), []string{"bag-info.txt has Payload-Oxum 3.7 (3 bytes in 7 files)", "bag-info.txt has changed: its sha256"}},
		{"an odd Payload-Oxum", edit("bag-info.txt", func(s string) string { return strings.Replace(s, "3.2", "three", 1) }), []string{`bag-info.txt has the Payload-Oxum "three", which is not bytes.files`}},
		{"a changed tag file", set("metadata/dc.xml", "<other/>"), []string{"metadata/dc.xml has changed: its sha256 is "}},
		{"a missing tag file", func(m fstest.MapFS) { delete(m, "metadata/dc.xml") }, []string{"metadata/dc.xml is missing"}},
		{"a payload file among the tags", add(tags, line("data/a.txt")), []string{`tagmanifest-sha256.txt line 6: the path "data/a.txt" does not belong into a tag manifest`}},
		{"no declaration", func(m fstest.MapFS) { delete(m, "bagit.txt") }, []string{"bagit.txt is missing"}},
		{"another version", set("bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"), []string{"bagit.txt has BagIt version 2.0"}},
		{"another encoding", set("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n"), []string{"bagit.txt has an encoding other than UTF-8"}},
		{"a byte order mark", edit("bagit.txt", func(s string) string { return "\ufeff" + s }), []string{"bagit.txt begins with a byte order mark"}},
		{"no manifest", func(m fstest.MapFS) { delete(m, manifest); delete(m, "manifest-sha512.txt") }, []string{"manifest-sha256.txt is missing, and so is manifest-sha512.txt"}},
		{"an unknown algorithm", set("manifest-crc32.txt", ""), []string{"manifest-crc32.txt uses an algorithm that is not known"}},
		{"a file to be fetched", func(m fstest.MapFS) {
			delete(m, "data/b.txt")
			set("fetch.txt", "https://example.org/b.txt 2 data/b.txt\n")(m)
		}, []string{"data/b.txt is not in the bag: fetch it from https://example.org/b.txt"}},
		{"a fetch that climbs", set("fetch.txt", "https://example.org/b.txt 2 data/../../b.txt\n"), []string{`fetch.txt line 1: the path "data/../../b.txt" leads out of the bag`}},
		{"a fetch of what no manifest lists", set("fetch.txt", "https://example.org/b.txt - data/z\n"), []string{`fetch.txt lists "data/z", which no manifest lists`}},
		{"a fetch of another size", set("fetch.txt", "https://example.org/b.txt 7 data/b.txt\nnonsense\n"), []string{"data/b.txt has 2 bytes, and fetch.txt says 7", "fetch.txt line 2: is not an address"}},
		{"several at once", func(m fstest.MapFS) { delete(m, "data/a.txt"); set("data/z", "")(m); delete(m, "metadata/dc.xml") }, []string{"data/a.txt is missing", "data/z is additional", "metadata/dc.xml is missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := write(t, map[string]string{"data/a.txt": "A", "data/b.txt": "bb", "metadata/dc.xml": "<dc/>"})
			if _, problems := validate(t, fsys); len(problems) > 0 {
				t.Fatalf("before: %q", problems)
			}
			tt.edit(fsys)
			_, problems := validate(t, fsys)
			all := "\n" + strings.Join(problems, "\n")
			for _, want := range tt.want {
				if !strings.Contains(all, "\n"+want) {
					t.Errorf("problems:%s\nwant %s", all, want)
				}
			}
		})
	}
}

// TestValidateAccepts bags of other programs.
func TestValidateAccepts(t *testing.T) {
	t.Parallel()
	tests := map[string]func(fstest.MapFS){
		"line ends of Windows": func(m fstest.MapFS) {
			for _, name := range []string{"manifest-sha256.txt", "manifest-sha512.txt", "bag-info.txt", "bagit.txt"} {
				edit(name, func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") })(m)
			}
		},
		"BagIt 0.97 with a percent sign": func(m fstest.MapFS) {
			edit("bagit.txt", func(s string) string { return strings.Replace(s, "1.0", "0.97", 1) })(m)
			for _, name := range []string{"manifest-sha256.txt", "manifest-sha512.txt"} {
				edit(name, func(s string) string { return strings.Replace(s, "%25", "%", 1) })(m)
			}
		},
		"upper-case checksums": func(m fstest.MapFS) {
			edit("manifest-sha256.txt", func(s string) string { return strings.ToUpper(s[:64]) + s[64:] })(m)
		},
		"MD5 beside the others": func(m fstest.MapFS) {
			m["manifest-md5.txt"] = &fstest.MapFile{Data: fmt.Appendf(nil, "%x *data/100 %%25\n%x data/b\n", md5.Sum([]byte("A")), md5.Sum([]byte("b")))}
			edit("manifest-md5.txt", func(s string) string { return strings.Replace(s, "*", " ", 1) })(m)
		},
		"a continued line of bag-info.txt": func(m fstest.MapFS) {
			edit("bag-info.txt", func(s string) string { return s + "Contact-Name: A\n  B\n\n" })(m)
		},
		"a file that was fetched": func(m fstest.MapFS) {
			m["fetch.txt"] = &fstest.MapFile{Data: []byte("https://example.org/b 1 data/b\n")}
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := write(t, map[string]string{"data/100 %": "A", "data/b": "b"})
			change(fsys)
			delete(fsys, "tagmanifest-sha256.txt") // optional; it would name the changed files
			delete(fsys, "tagmanifest-sha512.txt")
			if b, problems := validate(t, fsys); len(problems) > 0 || len(b.Payload) != 2 {
				t.Errorf("%q, payload %v", problems, b.Payload)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	fsys := write(t, map[string]string{"data/a": "a", "data/film.mp4>https://example.org/film.mp4": "film"})
	if _, there := fsys["data/film.mp4"]; there {
		t.Error("the linked file was written")
	}
	if got := string(fsys["fetch.txt"].Data); got != "https://example.org/film.mp4 4 data/film.mp4\n" {
		t.Errorf("fetch.txt: %q", got)
	}
	b, problems := validate(t, fsys)
	if len(problems) != 1 || problems[0] != "data/film.mp4 is not in the bag: fetch it from https://example.org/film.mp4" {
		t.Errorf("%q", problems)
	}
	if len(b.Absent) != 1 || b.Absent[0].Path != "data/film.mp4" || b.Absent[0].Size != 4 || len(b.Absent[0].Sums["sha256"]) != 64 {
		t.Errorf("absent: %+v", b.Absent)
	}
	fsys["data/film.mp4"] = &fstest.MapFile{Data: []byte("film")}
	if _, problems = validate(t, fsys); len(problems) > 0 {
		t.Errorf("after the fetch: %q", problems)
	}
}

// A bag on a real disk, with links and unreadable folders.
func TestValidateOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, file := range write(t, map[string]string{"data/a": "a", "data/sub/b": "b"}) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, file.Data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if _, problems := validate(t, root.FS()); len(problems) > 0 {
		t.Fatalf("%q", problems)
	}
	outside := filepath.Join(t.TempDir(), "b")
	if err = errors.Join(os.WriteFile(outside, []byte("b"), 0o600), os.Remove(filepath.Join(dir, "data/sub/b")), os.Symlink(outside, filepath.Join(dir, "data/sub/b"))); err != nil {
		t.Fatal(err)
	}
	_, problems := validate(t, root.FS())
	want := []string{"data/sub/b is a symbolic link", "data/sub/b is missing", "bag-info.txt has Payload-Oxum 2.2 (2 bytes in 2 files), and the payload has 1 bytes in 1 files"}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestValidateStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("enough")
	_, _, err := bag.Validate(ctx, write(t, map[string]string{"data/a": strings.Repeat("a", 1<<20)}), func(int64) { cancel(stop) })
	if !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if _, _, err = bag.Validate(t.Context(), os.DirFS("/no such folder"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// FuzzValidate holds that no manifest makes a file outside of the bag part of it, and that none
// panics.
func FuzzValidate(f *testing.F) {
	f.Add("bagit.txt", line("data/a"))
	f.Add("manifest-sha256.txt", line("data/../a")+line("data/%0a")+line("~"))
	f.Add("fetch.txt", "x - data/../a\n")
	f.Add("bag-info.txt", " Payload-Oxum: 1\n")
	f.Fuzz(func(t *testing.T, name, content string) {
		fsys := write(t, map[string]string{"data/a": "a"})
		if fs.ValidPath(name) && name != "." {
			fsys[name] = &fstest.MapFile{Data: []byte(content)}
		}
		b, problems, err := bag.Validate(t.Context(), fsys, nil)
		if err != nil || len(problems) > 0 {
			return
		}
		for _, f := range append(b.Payload, b.Tags...) {
			if bag.CheckPath(f.Path) != "" || !fs.ValidPath(f.Path) {
				t.Fatalf("%q is part of the bag", f.Path)
			}
		}
	})
}

// However long a line of a manifest is, its problem is a message that people can read.
func TestLongProblems(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100_000)
	_, list, err := bag.Validate(t.Context(), fstest.MapFS{
		"bagit.txt":           {Data: []byte("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")},
		"manifest-sha256.txt": {Data: []byte("00  data/" + long + "\n" + strings.Repeat("0", 64) + "  data/" + long + "\n00  ../" + long + "\n")},
		"fetch.txt":           {Data: []byte("http://" + long + " - data/" + long + "\n")},
		"bag-info.txt":        {Data: []byte("Payload-Oxum: " + long + "\n")},
	}, nil)
	if err != nil || len(list) < 4 {
		t.Fatalf("%d problems, %v", len(list), err)
	}
	for _, p := range list {
		if text := p.String(); len(text) > 900 {
			t.Errorf("%d bytes: %.300s", len(text), text)
		}
	}
}
