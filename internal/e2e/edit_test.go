package e2e_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
)

// TestEdit changes a published meeting by flags, in an editor and from a file, and brings the first
// revision back. Nothing is encoded.
func TestEdit(t *testing.T) {
	t.Parallel()
	needTools(t)
	s := newSystem(t)
	s.worker(t, t.TempDir())
	dir := t.TempDir()
	if err := os.Rename(recording(t, "edit"), filepath.Join(dir, "talk.mp4")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "paper.txt", "A paper.\n")
	writeFile(t, dir, "meeting.yaml", "title: First\ndocuments: [paper.txt]\nchapters: [{start: 0, title: Welcome}]\n")
	ingest(t, s.env, 0, s.with("add", "--wait", "--id", "board", dir)...)
	made := s.encoded(t)
	expect := func(title string, revision int) {
		t.Helper()
		m, _ := verifyPublished(t, s.serve(t), "board")
		if m.Title != title || m.Revision != revision || m.State != manifest.Published {
			t.Errorf("published is %q, revision %d, %s; want %q, %d", m.Title, m.Revision, m.State, title, revision)
		}
		if diff := cmp.Diff(made, s.encoded(t)); diff != "" {
			t.Errorf("something was encoded:\n%s", diff)
		}
	}

	ingest(t, s.env, 0, s.with("edit", "board", "--set", "title=By a flag", "--set", "chapters.2.start=0:05", "--set", "chapters.2.title=End")...)
	expect("By a flag", 2)
	if out := ingest(t, s.env, 0, s.with("edit", "board", "--set", "title=By a flag")...); !strings.Contains(out, "No changes") {
		t.Errorf("an equal title:\n%s", out)
	}
	if out := ingest(t, s.env, 2, s.with("edit", "board", "--set", "visibility=secret")...); !strings.Contains(out, `"secret" is not a valid visibility`) || strings.Contains(out, ":1:") {
		t.Errorf("a mistake:\n%s", out)
	}

	printed := ingest(t, s.env, 0, s.with("edit", "board", "--print")...)
	out := s.inEditor(t, `sed -i "s/^title:.*/title: In an editor/"`)
	expect("In an editor", 3)
	if strings.Contains(out, "Your text is saved in") {
		t.Errorf("output of the editor:\n%s", out)
	}
	out = s.inEditor(t, "true")
	if !strings.Contains(out, "No changes") {
		t.Errorf("a closed editor:\n%s", out)
	}
	out = s.inEditor(t, `sed -i "s/^title:.*/titel: x/"`)
	for _, want := range []string{`unknown key "titel"; did you mean "title"?`, "Edit it again?", "Your text is saved in "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing after a mistake in the editor:\n%s", want, out)
		}
	}

	// A file that was printed before is of an earlier revision.
	file := writeFile(t, t.TempDir(), "board.yaml", strings.Replace(printed, "By a flag", "From a file", 1))
	if out = ingest(t, s.env, 2, s.with("edit", "board", "--from", file)...); !strings.Contains(out, "was made from revision 2 of board, and revision 3 is stored now") {
		t.Errorf("an old file:\n%s", out)
	}
	ingest(t, s.env, 0, s.with("edit", "board", "--from", file, "--force")...)
	expect("From a file", 4)

	ingest(t, s.env, 0, s.with("rollback", "board", "1")...)
	expect("First", 5)
	var changes []string
	for line := range strings.Lines(ingest(t, s.env, 0, s.with("history", "--json", "board")...)) {
		var l struct {
			Event   string
			Back    int
			Changed []string
			Kept    bool
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil || !l.Kept {
			t.Fatalf("%s: %v", line, err)
		}
		changes = append(changes, l.Event+": "+strings.Join(l.Changed, ", "))
	}
	if diff := cmp.Diff([]string{"submitted: 2 files", "edited: chapters, title", "edited: title", "edited: title", "edited: chapters, title"}, changes); diff != "" {
		t.Error(diff)
	}
	if out = ingest(t, s.env, 0, s.with("diff", "board", "1", "2")...); !strings.Contains(out, "-title: First\n+title: By a flag\n") {
		t.Errorf("the difference:\n%s", out)
	}
	if out = ingest(t, s.env, 0, s.with("verify", "board")...); !strings.Contains(out, "all unchanged") {
		t.Errorf("verify:\n%s", out)
	}
	if m, err := archive.ReadRevision(t.Context(), s.store, "board", 3); err != nil || m.Title != "In an editor" {
		t.Errorf("revision 3 is %q, %v", m.Title, err)
	}
}

// encoded lists the stored results of steps that encode, or draw pages. The file for download is only
// written again, since it has the title.
func (s system) encoded(t *testing.T) (list []string) {
	t.Helper()
	for info, err := range s.store.List(t.Context(), layout.Archive+"steps/") {
		if err != nil {
			t.Fatal(err)
		}
		if step, result := strings.CutSuffix(info.Key, "/result.json"); result && !strings.Contains(step, "/progressive-") {
			list = append(list, step)
		}
	}
	slices.Sort(list)
	return list
}

// inEditor runs ingest edit on a terminal, where a command takes the place of an editor. Questions get
// the answer no.
func (s system) inEditor(t *testing.T, command string) string {
	t.Helper()
	line := append([]string{filepath.Join(programs, "ingest")}, s.with("edit", "board")...)
	for i := range line {
		line[i] = "'" + line[i] + "'"
	}
	cmd := exec.CommandContext(t.Context(), "script", "-qc", strings.Join(line, " "), "/dev/null")
	cmd.Env = append(append(os.Environ(), s.env...), "VISUAL="+command, "SHELL=/bin/sh", "TMPDIR="+t.TempDir())
	cmd.Stdin = strings.NewReader("n\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("script: %v\n%s", err, out)
	}
	return string(out)
}
