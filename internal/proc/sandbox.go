package proc

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// Sandbox isolates children. Its zero value does nothing.
type Sandbox struct {
	bwrap string // path of bubblewrap
}

// DetectSandbox tries whether bubblewrap works here: in containers, user namespaces
// are often missing. Where it does not, it returns the zero Sandbox and the reason,
// for the log. owner is that of the Runner which will use it.
func DetectSandbox(ctx context.Context, owner string) (Sandbox, error) {
	bwrap, err := exec.LookPath("bwrap")
	if err != nil {
		return Sandbox{}, fmt.Errorf("look for bubblewrap: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute) // 20 ms on an idle machine
	defer cancel()
	s := Sandbox{bwrap: bwrap}
	probe := Runner{Grace: time.Second, Sandbox: s, Owner: owner}
	if _, err := probe.Run(ctx, Command{Path: "true"}); err != nil {
		return Sandbox{}, fmt.Errorf("try bubblewrap: %w", err)
	}
	return s, nil
}

// Active reports whether children run in a sandbox.
func (s Sandbox) Active() bool { return s.bwrap != "" }

// systemPaths are what programs need of the system: themselves, their
// libraries, fonts and settings. Nothing below /home, /root, /var or /srv.
func systemPaths() []string {
	return []string{
		"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
		"/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice",
		"/etc/ImageMagick-6", "/etc/localtime", "/etc/python3", "/var/cache/fontconfig",
	}
}

// wrap is the command line that runs c, whose program is at path, in the sandbox.
func (s Sandbox) wrap(path string, c Command) []string {
	if !s.Active() {
		return append([]string{path}, c.Args...)
	}
	line := []string{
		s.bwrap, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--json-status-fd", statusFile,
		"--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
	}
	for _, p := range systemPaths() {
		line = append(line, "--ro-bind-try", p, p)
	}
	line = append(line, "--ro-bind-try", path, path)
	for _, p := range c.Read {
		line = append(line, "--ro-bind", absolute(p), absolute(p))
	}
	for _, p := range c.Write {
		line = append(line, "--bind", absolute(p), absolute(p))
	}
	if c.Dir != "" {
		line = append(line, "--chdir", absolute(c.Dir))
	}
	return append(append(line, "--", path), c.Args...)
}

// absolute is p as an absolute path. Without a working folder p stays as it is, and
// bubblewrap reports it.
func absolute(p string) string {
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return p
}
