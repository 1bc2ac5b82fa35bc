package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/intake"
)

func TestReadBelow(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	root := t.TempDir()
	write := func(names ...string) {
		for _, name := range names {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("%PDF-1.4 "+name), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("2003/spring/minutes.pdf", "2003/autumn/minutes.pdf", "2003/autumn/list.pdf", "loose.pdf", "Ta\u0308tig.pdf")
	for link, to := range map[string]string{"out": outside, "in": "2003/spring", "file.pdf": "loose.pdf"} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name  string
		paths []string
		want  string // names of the sources, or the error
	}{
		{"a folder", []string{"2003/spring"}, "minutes.pdf"},
		{"an absolute path", []string{filepath.Join(root, "2003/spring")}, "minutes.pdf"},
		{"a file", []string{"loose.pdf"}, "loose.pdf"},
		{"two folders", []string{"2003/spring", "2003/autumn"}, "autumn/list.pdf autumn/minutes.pdf spring/minutes.pdf"},
		{"a folder and a file", []string{"2003/spring", "loose.pdf"}, "loose.pdf spring/minutes.pdf"},
		{"another form of accents", []string{"Tätig.pdf"}, "Ta\u0308tig.pdf"},
		{"a path that climbs", []string{"2003/../../x"}, "2003/../../x is outside " + root},
		{"an absolute path elsewhere", []string{outside}, outside + " is outside " + root + ": name a folder that has all files with --root"},
		{"a link out of the folder", []string{"out"}, "out leads through a link (out), and links are not followed: write the path of the files themselves"},
		{"a link within the folder", []string{"in/minutes.pdf"}, "in/minutes.pdf leads through a link (in), and links are not followed: write the path of the files themselves"},
		{"a link to a file", []string{"file.pdf"}, "file.pdf leads through a link (file.pdf), and links are not followed: write the path of the files themselves"},
		{"a misspelt folder", []string{"2003/sprung"}, "2003/sprung does not exist; there is 2003/spring"},
		{"a missing file", []string{"zzzzzzzzzz"}, "zzzzzzzzzz does not exist"},
		{"a file as a folder", []string{"loose.pdf/a"}, "loose.pdf/a does not exist: loose.pdf is a file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in, err := intake.ReadBelow(root, tt.paths, intake.Options{ID: "x"})
			var names []string
			for _, f := range in.Files {
				file, openErr := f.Open()
				if openErr != nil {
					t.Fatal(openErr)
				}
				_ = file.Close()
				names = append(names, f.Source.Name)
			}
			got := strings.Join(names, " ")
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			in.Close()
			if len(in.Files) > 0 {
				if _, err := in.Files[0].Open(); err == nil {
					t.Error("a closed input opens its files")
				}
			}
		})
	}
}
