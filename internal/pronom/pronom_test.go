package pronom_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/pronom"
	"proceedings/internal/pronom/child"
)

// The test program is the child, too.
func TestMain(m *testing.M) {
	if child.Asked(os.Args[1:]) {
		os.Exit(child.Main(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := []string{"agenda.pdf", "Ümlaut and\nline.txt", "empty", "noise", "missing.pdf"}
	for name, content := range map[string]string{files[0]: "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", files[1]: "Guten Tag\n", files[2]: "", files[3]: "\x07\x91\x01\xfe\x03"} {
		if err = os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tool, list, err := pronom.Identify(t.Context(), &proc.Runner{Grace: time.Second}, self, dir, files)
	if err != nil || !strings.HasPrefix(tool, "siegfried 1.") || !strings.Contains(tool, "DROID_SignatureFile_V") {
		t.Fatalf("tool %q, %v", tool, err)
	}
	if f := list[0]; f.ID != "fmt/276" || f.Version != "1.7" || f.Type != "application/pdf" {
		t.Errorf("PDF 1.7: %+v", f)
	}
	if f := list[1]; f.ID != "x-fmt/111" || f.Name != "Plain Text File" {
		t.Errorf("text: %+v", f)
	}
	for i, want := range map[int]string{2: "empty source", 3: "no match", 4: "cannot be read"} {
		if list[i].ID != "" || !strings.Contains(list[i].Warning, want) && i != 2 {
			t.Errorf("%s: %+v, want the warning %q", files[i], list[i], want)
		}
	}
	if n := pronom.Known(list); n != 2 {
		t.Errorf("%d are known", n)
	}
}

// children answer one after the other; the last one goes on answering.
type children []string

func (c *children) Run(_ context.Context, cmd proc.Command) (string, error) {
	out := (*c)[0]
	if len(*c) > 1 {
		*c = (*c)[1:]
	}
	out, failed := strings.CutSuffix(out, "!")
	if _, err := io.WriteString(cmd.Stdout, strings.ReplaceAll(out, "|", "\n")); err != nil {
		return "", err
	}
	if failed {
		return "", errors.New("killed")
	}
	return "", nil
}

// A file that ends the child has no identifier; the others have theirs.
func TestIdentifyGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	c := &children{`{"tool":"s"}|{"file":0,"id":"a"}|{"file":1,"i!`, `{"tool":"s"}|{"file":0,"id":"c"}|`}
	_, list, err := pronom.Identify(t.Context(), c, "x", "", []string{"a", "b", "c"})
	if err != nil || list[0].ID != "a" || list[1].ID != "" || list[1].Warning == "" || list[2].ID != "c" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, _, err = pronom.Identify(t.Context(), &children{"!"}, "x", "", []string{"a"}); err == nil {
		t.Error("a child that never begins is no error")
	}
	if _, _, err = pronom.Identify(t.Context(), &children{`{"tool":"s"}|{"file":7,"id":"z"}|!`}, "x", "", []string{"a", "b"}); err != nil {
		t.Errorf("a child that answers out of order: %v", err)
	}
}
