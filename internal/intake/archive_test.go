package intake_test

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

// zipFile writes a ZIP archive with files, in the order of their names and contents.
func zipFile(t *testing.T, name string, files ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	for i := 0; i < len(files); i += 2 {
		body, createErr := w.Create(files[i])
		if createErr != nil {
			t.Fatal(createErr)
		}
		if _, err = io.WriteString(body, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err = errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadArchive(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	path := zipFile(t, "drive.zip", "__MACOSX/x", "x", "2026-03-12 Spring meeting/talk.mp4", film, "2026-03-12 Spring meeting/a/b.pdf", pdf, "../up.txt", "x")
	if !intake.IsArchive(path) {
		t.Fatal("it is no archive")
	}
	in, err := intake.ReadArchive(t.Context(), path, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if in.Meeting.Title != "Spring meeting" || in.Meeting.Date != "2026-03-12" || len(in.Files) != 2 || in.Files[1].Source.Name != "a/b.pdf" {
		t.Errorf("meeting %+v, files %+v", in.Meeting, in.Files)
	}
	if len(in.Meeting.Refused) != 1 || in.Meeting.Refused[0].String() != "../up.txt has a path that leads out of the archive" {
		t.Errorf("refused %q", in.Meeting.Refused)
	}
	file, err := in.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(file); err != nil || string(text) != film {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	_ = file.Close()
	in.Close()
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
}

func TestReadArchiveRefuses(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for name, tt := range map[string]struct{ path, want string }{
		"a mistake in meeting.yaml": {zipFile(t, "x.zip", "meeting.yaml", "title: x\ncolour: red\n", "a.mp4", film), "/x.zip/meeting.yaml:2: unknown key"},
		"nothing":                   {zipFile(t, "x.zip", "a/", ""), "x.zip has no files"},
		"only system files":         {zipFile(t, "x.zip", ".DS_Store", "x"), "x.zip has no files"},
	} {
		_, err := intake.ReadArchive(t.Context(), tt.path, intake.Options{})
		if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	for name, archive := range map[string]string{
		"a link":      linkedSheet(t),
		"elsewhere":   zipFile(t, "x.zip", "../meeting.yaml", "visibility: private\n", "a.mp4", film),
		"twice":       zipFile(t, "x.zip", "meeting.yaml", "title: x\n", "meeting.yaml", "visibility: private\n", "a.mp4", film),
		"a folder":    zipFile(t, "x.zip", "meeting.yaml/a.txt", "x", "a.mp4", film),
		"two of them": zipFile(t, "x.zip", "meeting.yaml", "title: x\n", "Meeting.yml", "visibility: private\n", "a.mp4", film),
	} {
		if in, err := intake.ReadArchive(t.Context(), archive, intake.Options{}); !errors.Is(err, intake.ErrUsage) {
			t.Errorf("meeting.yaml as %s: %+v, %v; the meeting may be private", name, in.Meeting, err)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
	deckFile := filepath.Join(t.TempDir(), "deck.odp")
	if err := os.WriteFile(deckFile, []byte(deck), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{deckFile, zipFile(t, "album.zip", "1.png", png, "2.png", png), filepath.Join(t.TempDir(), "none.zip"), t.TempDir()} {
		if intake.IsArchive(path) {
			t.Errorf("%s would be unpacked", path)
		}
	}
}

// linkedSheet writes a tar whose meeting.yaml is a link.
func linkedSheet(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.tar")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(out)
	for _, h := range []tar.Header{{Name: "a.mp4", Size: int64(len(film)), Typeflag: tar.TypeReg}, {Name: "meeting.yaml", Typeflag: tar.TypeSymlink, Linkname: "real.yaml"}} {
		if err = w.WriteHeader(&h); err == nil && h.Size > 0 {
			_, err = io.WriteString(w, film)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err = errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestArchivesOfStoredFiles: a PDF file that is not compressed in an archive stands near its beginning,
// and the archive is no PDF file.
func TestArchivesOfStoredFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "stored.zip")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	for name, text := range map[string]string{"a.pdf": pdf, "meeting.yaml": "visibility: private\n"} {
		body, createErr := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if createErr != nil {
			t.Fatal(createErr)
		}
		if _, err = io.WriteString(body, text); err != nil {
			t.Fatal(err)
		}
	}
	if err = errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	if !intake.IsArchive(path) {
		t.Error("it is no archive")
	}
	in, err := intake.ReadArchive(t.Context(), path, intake.Options{})
	if err != nil || in.Meeting.Visibility != meeting.Private {
		t.Errorf("%+v, %v", in.Meeting, err)
	}
	in.Close()
}

// TestFoldersWithOldNames reads a folder whose name is in Latin-1.
func TestFoldersWithOldNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := filepath.Join(dir, "Vortr\xe4ge")
	if err := os.Mkdir(old, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, "a.mp4"), []byte(film), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := intake.Read([]string{dir}, intake.Options{})
	if err != nil || len(in.Files) != 1 || len(in.Meeting.Refused) != 0 {
		t.Errorf("%+v, %v", in.Meeting, err)
	}
}
