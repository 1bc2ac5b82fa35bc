package intake_test

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
)

const leadsOut = "is a link that leads out of its folder, and such links are not followed: replace it with the file itself"

func symlink(t *testing.T, target string, link ...string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(link...)); err != nil {
		t.Fatal(err)
	}
}

func fifo(t *testing.T, path ...string) {
	t.Helper()
	if err := syscall.Mkfifo(filepath.Join(path...), 0o600); err != nil {
		t.Fatal(err)
	}
}

// refusals maps the names of refused files to the reasons.
func refusals(in intake.Input) map[string]string {
	got := map[string]string{}
	for _, r := range in.Meeting.Refused {
		got[r.Name] = r.Reason
	}
	return got
}

func TestLinksOutOfTheFolderAndSpecialFilesAreRefused(t *testing.T) {
	t.Parallel()
	dir := folder(t, "meeting", map[string]string{"a.mp4": film, "talks/b.mp4": film})
	outside := folder(t, "private", map[string]string{"secret.mp4": film})
	symlink(t, filepath.Join(outside, "secret.mp4"), dir, "absolute.mp4")
	symlink(t, "../../"+filepath.Base(filepath.Dir(outside))+"/private/secret.mp4", dir, "relative.mp4")
	symlink(t, "absolute.mp4", dir, "twice.mp4")
	symlink(t, "/etc/passwd", dir, "talks", "minutes.txt")
	symlink(t, "/dev/zero", dir, "zero.mp4")
	symlink(t, "../a.mp4", dir, "talks", "c.mp4")
	fifo(t, dir, "pipe.mp4")
	socket, err := net.Listen("unix", filepath.Join(dir, "s.mp4")) //nolint:noctx // ends at once
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close() //nolint:errcheck // of a test

	in := read(t, dir)
	want := map[string]string{
		"absolute.mp4": leadsOut, "relative.mp4": leadsOut, "twice.mp4": leadsOut,
		"talks/minutes.txt": leadsOut, "zero.mp4": leadsOut,
		"pipe.mp4": "is a named pipe, not a file", "s.mp4": "is a socket, not a file",
	}
	if diff := cmp.Diff(want, refusals(in)); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	var taken []string
	for _, f := range in.Files {
		taken = append(taken, f.Source.Name)
	}
	if diff := cmp.Diff([]string{"a.mp4", "talks/b.mp4", "talks/c.mp4"}, taken); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
}

func TestNamedFilesFollowTheSameRule(t *testing.T) {
	t.Parallel()
	dir := folder(t, "meeting", map[string]string{"a.mp4": film})
	outside := folder(t, "private", map[string]string{"secret.mp4": film})
	symlink(t, "a.mp4", dir, "latest.mp4")
	symlink(t, filepath.Join(outside, "secret.mp4"), dir, "out.mp4")
	symlink(t, dir, outside, "folder")
	in := read(t, filepath.Join(outside, "folder", "latest.mp4"), filepath.Join(dir, "out.mp4"), "/dev/null")
	want := map[string]string{"out.mp4": leadsOut, "null": "is a device, not a file"}
	if diff := cmp.Diff(want, refusals(in)); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if len(in.Files) != 1 || in.Files[0].Source.Name != "latest.mp4" {
		t.Errorf("files %+v, want latest.mp4", in.Files)
	}
	if linked := read(t, filepath.Join(outside, "folder")); len(linked.Files) != 2 {
		t.Errorf("a link to a folder that the user names has %d files, want 2", len(linked.Files))
	}
}

func TestMeetingYAMLIsReadOnlyWithinTheFolder(t *testing.T) {
	t.Parallel()
	private := folder(t, "private", map[string]string{"shadow": "root:$y$secret:19000\n"})
	tests := []struct {
		name string
		make func(dir string)
		want string
	}{
		{"a link out of the folder", func(dir string) { symlink(t, filepath.Join(private, "shadow"), dir, "meeting.yaml") }, "meeting.yaml " + leadsOut},
		{"a link to nothing", func(dir string) { symlink(t, "gone", dir, "meeting.yml") }, "meeting.yml is a link to a file that does not exist"},
		{"a link to a folder", func(dir string) { symlink(t, ".", dir, "meeting.yaml") }, "meeting.yaml is a link to a folder, and those are not followed"},
		{"a named pipe", func(dir string) { fifo(t, dir, "meeting.yaml") }, "meeting.yaml is a named pipe, not a file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, "meeting", map[string]string{"a.mp4": film})
			tt.make(dir)
			_, err := intake.Read([]string{dir}, intake.Options{})
			if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error %q quotes a file outside the folder", err)
			}
		})
	}
	dir := folder(t, "meeting", map[string]string{"a.mp4": film, "about/board.yaml": "title: Board\n"})
	symlink(t, "about/board.yaml", dir, "meeting.yaml")
	if in := read(t, dir); in.Meeting.Title != "Board" {
		t.Errorf("title %q of a meeting.yaml that is a link within the folder, want Board", in.Meeting.Title)
	}
}

func TestAFileThatBecomesALinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	outside := folder(t, "private", map[string]string{"a.mp4": "secret"})
	tests := []struct {
		name   string
		change func(dir string) error
		want   string
	}{
		{"the file becomes a link", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "talks/a.mp4")), os.Symlink(filepath.Join(outside, "a.mp4"), filepath.Join(dir, "talks/a.mp4")))
		}, leadsOut},
		{"its folder becomes a link", func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, "talks")), os.Symlink(outside, filepath.Join(dir, "talks")))
		}, "is behind a link that leads out of the meeting's folder, and such links are not followed"},
		{"the file becomes a named pipe", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "talks/a.mp4")), syscall.Mkfifo(filepath.Join(dir, "talks/a.mp4"), 0o600))
		}, "is a named pipe, not a file"},
		{"the file becomes a folder", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "talks/a.mp4")), os.Mkdir(filepath.Join(dir, "talks/a.mp4"), 0o700))
		}, "is a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, "meeting", map[string]string{"talks/a.mp4": film})
			in := read(t, dir)
			if err := tt.change(dir); err != nil {
				t.Fatal(err)
			}
			file, err := in.Files[0].Open()
			if err == nil {
				data, _ := io.ReadAll(file)
				t.Fatalf("opened, and read %.20q", data)
			}
			if err.Error() != tt.want {
				t.Errorf("error %q, want %q", err, tt.want)
			}
		})
	}
	dir := folder(t, "meeting", map[string]string{"a.mp4": film})
	in := read(t, dir)
	if err := errors.Join(os.Rename(dir, dir+"-old"), os.Symlink(outside, dir)); err != nil {
		t.Fatal(err)
	}
	file, err := in.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	if data, _ := io.ReadAll(file); string(data) != film {
		t.Errorf("read %.20q after the folder became a link, want the file that was found", data)
	}
}
