package proc_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// sandboxed is a runner with a sandbox.
func sandboxed(t *testing.T) *proc.Runner {
	t.Helper()
	sandbox, err := proc.DetectSandbox(t.Context(), "")
	if err != nil {
		proctest.Missing(t, "no sandbox: %v", err)
	}
	return &proc.Runner{Grace: grace, Sandbox: sandbox}
}

func TestSandboxHasNoNetwork(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "bash")
	r := sandboxed(t)

	var devices strings.Builder
	if _, err := r.Run(t.Context(), proc.Command{Path: "cat", Args: []string{"/proc/net/dev"}, Stdout: &devices}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(devices.String()) {
		if name, _, device := strings.Cut(strings.TrimSpace(line), ":"); device && name != "lo" {
			t.Errorf("there is a device %s", name)
		}
	}

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	connect := proc.Command{Path: "bash", Args: []string{"-c", "exec 3<>/dev/tcp/" + strings.ReplaceAll(l.Addr().String(), ":", "/")}}
	if _, err := (&proc.Runner{Grace: grace}).Run(t.Context(), connect); err != nil {
		t.Fatalf("not even without a sandbox: %v", err)
	}
	if _, err := r.Run(t.Context(), connect); err == nil {
		t.Errorf("a tool in the sandbox reached %s", l.Addr())
	}
}

func TestSandboxShowsOnlyNamedPaths(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	for _, name := range []string{"named", "neighbour", "folder/inside", "writable/inside"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name, path string
		seen       bool
	}{
		{"a file that is named", filepath.Join(dir, "named"), true},
		{"a file in a folder that is named", filepath.Join(dir, "folder/inside"), true},
		{"a file in a folder to write in", filepath.Join(dir, "writable/inside"), true},
		{"a file that is not named, beside one that is", filepath.Join(dir, "neighbour"), false},
		{"the users of this machine", "/etc/passwd", false},
		{"the environment of this process", fmt.Sprintf("/proc/%d/environ", os.Getpid()), false},
	}
	r := sandboxed(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := os.ReadFile(tt.path); err != nil {
				t.Fatalf("not even without a sandbox: %v", err)
			}
			_, err := r.Run(t.Context(), proc.Command{
				Path: "cat", Args: []string{tt.path},
				Read:  []string{filepath.Join(dir, "named"), filepath.Join(dir, "folder")},
				Write: []string{filepath.Join(dir, "writable")},
			})
			if (err == nil) != tt.seen {
				t.Errorf("cat %s: %v, want it to be seen: %t", tt.path, err, tt.seen)
			}
		})
	}
}

func TestSandboxShowsOnlyTheSystem(t *testing.T) {
	t.Parallel()

	tests := []struct {
		folder string
		may    []string
	}{
		{"/", []string{"bin", "dev", "etc", "lib", "lib32", "lib64", "proc", "sbin", "tmp", "usr", "var"}},
		{"/etc", []string{"ImageMagick-6", "alternatives", "fonts", "ld.so.cache", "libreoffice", "localtime", "python3"}},
		{"/var", []string{"cache"}},
		{"/var/cache", []string{"fontconfig"}},
		{"/tmp", nil},
	}
	r := sandboxed(t)
	for _, tt := range tests {
		t.Run(tt.folder, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			_, err := r.Run(t.Context(), proc.Command{Path: "sh", Args: []string{"-c", `[ ! -d "$1" ] || ls -A "$1"`, "sh", tt.folder}, Stdout: &out})
			if err != nil {
				t.Fatal(err)
			}
			for name := range strings.FieldsSeq(out.String()) {
				if !slices.Contains(tt.may, name) {
					t.Errorf("%s is there", name)
				}
			}
		})
	}
}

func TestSandboxWritesOnlyToNamedFolders(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	for _, name := range []string{"read", "write"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name, path string
		kept       bool
	}{
		{"in a folder to write in", filepath.Join(dir, "write/new"), true},
		{"in a folder to read", filepath.Join(dir, "read/new"), false},
		{"beside them", filepath.Join(dir, "new"), false},
		{"among the temporary files", filepath.Join(os.TempDir(), filepath.Base(dir)+"-sandbox"), false},
		{"among the programs", "/usr/bin/new-program", false},
		{"at the root", "/new", false},
	}
	r := sandboxed(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, runErr := r.Run(t.Context(), proc.Command{
				Path: "sh", Args: []string{"-c", `echo words >"$1"`, "sh", tt.path},
				Read: []string{filepath.Join(dir, "read")}, Write: []string{filepath.Join(dir, "write")},
			})
			// Some places take the words and forget them with the sandbox.
			_, err := os.Stat(tt.path)
			if (err == nil) != tt.kept {
				t.Errorf("%s: %v (the tool: %v), want it to be kept: %t", tt.path, err, runErr, tt.kept)
			}
		})
	}
}

// TestSandboxKillsDetachedChildren: a helper may leave the group, and cannot leave
// the namespace.
func TestSandboxKillsDetachedChildren(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "setsid")

	dir := t.TempDir()
	line := newLifeline(t, dir)
	c := shell(dir, `exec 3>"$1"; setsid sh -c "echo here >&3; exec sleep 1000" & wait`, line.path)
	end, result := start(t, sandboxed(t), c)
	line.said(t)
	end(nil)
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	line.gone(t)
}

// TestDetectSandbox is not parallel: it sets the environment.
func TestDetectSandbox(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if s, err := proc.DetectSandbox(t.Context(), ""); err == nil || s.Active() {
		t.Errorf("without bubblewrap: active %t, %v; want no sandbox and a reason", s.Active(), err)
	}
	fake := "#!/bin/sh\necho no permission to make a namespace >&2\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "bwrap"), []byte(fake), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/bin/true", filepath.Join(dir, "true")); err != nil {
		t.Fatal(err)
	}
	s, err := proc.DetectSandbox(t.Context(), "")
	if err == nil || s.Active() || !strings.Contains(err.Error(), "no permission to make a namespace") {
		t.Errorf("with one that does not work: active %t, %v; want no sandbox and its words", s.Active(), err)
	}
}
