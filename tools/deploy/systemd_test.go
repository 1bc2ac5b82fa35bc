package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestUnits checks the units with systemd's own tools. most is the highest exposure level,
// times ten, that systemd-analyze security may report.
func TestUnits(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		missing(t, "systemd-analyze is not installed (Debian package systemd)")
	}
	for _, tt := range []struct{ unit, program, most string }{
		{"proceedings-worker.service", "/usr/local/bin/worker", "32"},
		{"proceedings-serve.service", "/usr/local/bin/ingest", "15"},
	} {
		t.Run(tt.unit, func(t *testing.T) {
			t.Parallel()
			text := read(t, filepath.Join("../../deploy/systemd", tt.unit))
			if !strings.Contains(text, "ExecStart="+tt.program) {
				t.Fatalf("%s does not run %s", tt.unit, tt.program)
			}
			// The program need not be installed here.
			unit := filepath.Join(t.TempDir(), tt.unit)
			if err := os.WriteFile(unit, []byte(strings.Replace(text, tt.program, "/bin/true", 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{
				{"verify", "--man=no", "--recursive-errors=no", unit},
				{"security", "--offline=true", "--no-pager", "--threshold=" + tt.most, unit},
			} {
				out, err := exec.CommandContext(t.Context(), "systemd-analyze", args...).CombinedOutput()
				if err != nil || strings.Contains(string(out), "ignoring") {
					t.Errorf("systemd-analyze %s: %v\n%s", args[0], err, out)
				}
			}
		})
	}
}

// TestWorkerStops: systemd must not kill the worker within its grace, nor send SIGTERM to
// its tools.
func TestWorkerStops(t *testing.T) {
	t.Parallel()
	text := read(t, "../../deploy/systemd/proceedings-worker.service")
	value := func(name string) time.Duration {
		match := regexp.MustCompile(`(?m)^` + name + `=(\S+)$`).FindStringSubmatch(text)
		if match == nil {
			t.Fatalf("the unit has no %s", name)
		}
		d, err := time.ParseDuration(match[1])
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if grace, most := value("Environment=PROCEEDINGS_GRACE"), value("TimeoutStopSec"); most < grace+10*time.Second {
		t.Errorf("the worker is killed after %s, its grace is %s", most, grace)
	}
	if !strings.Contains(text, "\nKillMode=mixed\n") {
		t.Error("systemd sends SIGTERM to the tools too")
	}
}

// TestSandboxIsPossible: with these settings the kernel refuses bubblewrap a /proc or a
// namespace.
func TestSandboxIsPossible(t *testing.T) {
	t.Parallel()
	text := read(t, "../../deploy/systemd/proceedings-worker.service")
	for _, setting := range []string{"ProtectKernelTunables=", "ProtectKernelLogs=", "ProcSubset=", "MemoryDenyWriteExecute=", "RestrictNamespaces=yes"} {
		if strings.Contains(text, "\n"+setting) {
			t.Errorf("%s stops the tools of the worker", setting)
		}
	}
}

// TestVariables: each variable in deploy/ is one that the README lists. AWS's own and those
// of secret files are in every release of the programs.
func TestVariables(t *testing.T) {
	t.Parallel()
	readme := read(t, "../../README.md")
	paths, err := filepath.Glob("../../deploy/*/*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		for _, name := range regexp.MustCompile(`\bPROCEEDINGS_[A-Z0-9_]+`).FindAllString(read(t, path), -1) {
			seen++
			if !strings.Contains(readme, "`"+name+"`") && !strings.Contains(readme, "`"+strings.TrimSuffix(name, "_FILE")+"`") {
				t.Errorf("%s: the README does not list %s", filepath.Base(path), name)
			}
		}
	}
	if seen == 0 {
		t.Error("no file sets a variable")
	}
}
