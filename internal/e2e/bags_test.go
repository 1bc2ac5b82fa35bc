package e2e_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/pipeline"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// script runs a script of the repository, and returns its exit code and output.
func script(t *testing.T, name string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(filepath.Join("../../scripts", name), args...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// TestBags exports a meeting, has coreutils validate the bag, refuses a damaged copy, imports it
// into another archive and exports it again. The other archive is read without this program.
func TestBags(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "jq")
	dir := t.TempDir()
	folder := filepath.Join(dir, "in")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const name = "Agenda 100 % Ünï.pdf"
	writeFile(t, folder, name, string(readFile(t, filepath.Join(example(t), "agenda.pdf"))))
	writeFile(t, folder, "meeting.yaml", "id: board\ntitle: Board & friends\ndate: 2026-03-02\n")
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	ingest(t, nil, 0, "run", "--json", "--data", first, folder)

	a, b, c := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	if out := ingest(t, nil, 0, "export", "--data", first, "--bagit", a, "board"); !strings.Contains(out, "board: exported to "+filepath.Join(a, "board")) {
		t.Errorf("export:\n%s", out)
	}
	ingest(t, nil, 0, "export", "--data", first, "--bagit", c, "--renditions", "board")
	bag := filepath.Join(a, "board")
	for _, one := range []string{bag, filepath.Join(c, "board")} {
		if code, out := script(t, "check-bag", one); code != 0 {
			t.Errorf("check-bag:\n%s", out)
		}
	}
	if list := string(readFile(t, filepath.Join(c, "board/manifest-sha256.txt"))); !strings.Contains(list, "data/renditions/document-") {
		t.Errorf("no renditions:\n%s", list)
	}
	if premis := string(readFile(t, filepath.Join(bag, "metadata/premis.xml"))); !strings.Contains(premis, ">fmt/20<") || !strings.Contains(premis, ">"+name+"<") {
		t.Errorf("PREMIS lacks the PRONOM identifier or the name:\n%s", premis)
	}

	damaged := filepath.Join(dir, "damaged")
	if err := os.CopyFS(damaged, os.DirFS(bag)); err != nil {
		t.Fatal(err)
	}
	flipOnDisk(t, filepath.Join(damaged, "data/originals", name))
	writeFile(t, filepath.Join(damaged, "data"), "more.txt", "x")
	out := ingest(t, nil, 3, "import", "--data", second, "--dry-run", damaged)
	for _, want := range []string{"nothing was imported", "data/originals/" + name + " has changed: its sha256 is", "data/more.txt is additional"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if code, _ := script(t, "check-bag", damaged); code != 1 {
		t.Errorf("check-bag ends with %d for a damaged bag", code)
	}
	if _, err := os.Stat(second); !os.IsNotExist(err) {
		t.Errorf("a dry run has made the data folder: %v", err)
	}

	ingest(t, nil, 0, "import", "--data", second, bag)
	if out = ingest(t, nil, 0, "import", "--data", second, bag); !strings.Contains(out, "nothing to do") {
		t.Errorf("the second import:\n%s", out)
	}
	ingest(t, nil, 0, "export", "--data", second, "--bagit", b, "--all")
	for _, file := range []string{"manifest-sha256.txt", "manifest-sha512.txt", "data/record.json", "data/originals/" + name} {
		if !bytes.Equal(readFile(t, filepath.Join(bag, file)), readFile(t, filepath.Join(b, "board", file))) {
			t.Errorf("%s has changed", file)
		}
	}
	if out = ingest(t, nil, 0, "verify", "--data", second, "--all"); !strings.Contains(out, "Missing: 0. Changed: 0. Unknown: 0.") {
		t.Errorf("verify:\n%s", out)
	}
	code, out := script(t, "read-archive", filepath.Join(second, "s3/data/proceedings"))
	if fields := strings.Split(out, "\t"); code != 0 || len(fields) != 8 || fields[0] != "board" || fields[2] != "Board & friends" || fields[3] != name || fields[7] != "ok\n" {
		t.Errorf("read-archive: %d\n%s", code, out)
	}
}

// TestReadArchive reads a copy of an archive with jq, sha256sum and ffprobe only, and finds each
// original, its name, title and date.
func TestReadArchive(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "jq", "sha256sum", "ffprobe")
	folder, bucket := t.TempDir(), t.TempDir()
	writeFile(t, folder, "meeting.yaml", "id: board\ntitle: \"Board\\twith a tab\"\ndate: 2026-03-02\n")
	writeFile(t, folder, "agenda.pdf", string(readFile(t, filepath.Join(example(t), "agenda.pdf"))))
	writeFile(t, folder, "hall.wav", tone(t))
	in, err := intake.Read([]string{folder}, intake.Options{Profile: "meeting"})
	if err != nil {
		t.Fatal(err)
	}
	store := new(mem.Store)
	m, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, silent{})
	if err != nil {
		t.Fatal(err)
	}
	for info, err := range store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		data, _, err := storage.ReadAll(t.Context(), store, info.Key)
		if err != nil {
			t.Fatal(err)
		}
		if err = os.MkdirAll(filepath.Join(bucket, filepath.Dir(info.Key)), 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(bucket, filepath.Dir(info.Key)), filepath.Base(info.Key), string(data))
	}
	read := func(wantCode int) map[string]string {
		t.Helper()
		code, out := script(t, "read-archive", bucket)
		if code != wantCode {
			t.Fatalf("exit code %d, want %d:\n%s", code, wantCode, out)
		}
		found := map[string]string{}
		for line := range strings.Lines(out) {
			fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(fields) != 8 || fields[0] != "board" || fields[1] != "2026-03-02" || fields[2] != m.Title && fields[2] != `Board\twith a tab` {
				t.Fatalf("line %q", line)
			}
			found[fields[3]] = fields[6] + " " + fields[7]
		}
		return found
	}
	if diff := cmp.Diff(map[string]string{"agenda.pdf": " ok", "hall.wav": "wav ok"}, read(0)); diff != "" {
		t.Error(diff)
	}
	sums := map[string]string{}
	for _, s := range m.Sources {
		sums[s.Name] = filepath.Join(bucket, layout.Source(s.SHA256))
	}
	flipOnDisk(t, sums["hall.wav"])
	if err = os.Remove(sums["agenda.pdf"]); err != nil {
		t.Fatal(err)
	}
	if found := read(1); !strings.HasSuffix(found["hall.wav"], "changed") || !strings.HasSuffix(found["agenda.pdf"], "missing") {
		t.Errorf("after damage: %q", found)
	}
	if code, out := script(t, "read-archive", folder); code != 2 || !strings.Contains(out, "usage:") {
		t.Errorf("a folder without an archive: %d\n%s", code, out)
	}
}

type silent struct{}

func (silent) File(string, int64) func(int64) { return func(int64) {} }

// tone is a WAV file of one second.
func tone(t *testing.T) string {
	t.Helper()
	const rate = 8000
	var b bytes.Buffer
	b.WriteString("RIFF")
	for _, v := range []any{
		uint32(36 + rate), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8), []byte("data"), uint32(rate), bytes.Repeat([]byte{90, 160}, rate/2),
	} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
