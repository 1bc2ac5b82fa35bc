package e2e_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// changes are the scenarios in which the clock or the release of a worker changes.
func changes() []scenario {
	return []scenario{
		{name: "clock jumps", needs: jumpyClock, disturb: func(*chaos) { time.Sleep(25 * time.Second) }},
		{name: "rolling upgrade", needs: oldRelease, disturb: func(c *chaos) {
			for _, w := range c.workers {
				c.pause(5 * time.Second)
				c.replace(w)
			}
		}},
	}
}

// clockJumps of the first worker: seconds after its start, and by how many seconds.
const clockJumps = "4:7200 12:-10800 20:3600"

// jumpingWorker returns the command of the n-th worker and its environment. The clock of the
// first one jumps, but not the time that it measures for time limits. So does a clock that a
// person or a time server sets.
func jumpingWorker(t *testing.T, n int) (command, env []string) {
	t.Helper()
	if n > 0 {
		return nil, nil
	}
	return []string{filepath.Join(jumping(t), "worker")}, []string{"TEST_CLOCK_JUMPS=" + clockJumps}
}

// build builds the commands.
func build(t *testing.T, name, source string, flags ...string) string {
	t.Helper()
	folder := filepath.Join(programs, name) // deleted at the end of all tests
	goBuild := exec.Command("go", append(append([]string{"build"}, flags...), "-o", folder+"/", "./cmd/ingest", "./cmd/worker")...)
	goBuild.Dir = source
	if out, err := goBuild.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", name, err, out)
	}
	return folder
}

// built returns the folder that build made before; empty if it did not.
func built(name string) string {
	folder := filepath.Join(programs, name)
	if _, err := os.Stat(filepath.Join(folder, "worker")); err != nil {
		return ""
	}
	return folder
}

// jumping builds the commands with a standard library whose clock jumps.
func jumping(t *testing.T) string {
	t.Helper()
	if folder := built("jumping"); folder != "" {
		return folder
	}
	root := strings.TrimSpace(string(output(t, "go", "env", "GOROOT")))
	original := filepath.Join(root, "src/time/time.go")
	const read = "\tsec, nsec, mono := runtimeNow()\n"
	text := strings.Replace(string(readFile(t, original)), "func Now() Time {\n"+read, "func Now() Time {\n"+read+"\tsec += jumped(mono)\n", 1)
	if !strings.Contains(text, "jumped(mono)") {
		t.Fatalf("%s has no clock of the known form", original)
	}
	dir := t.TempDir()
	changed, added, overlay := filepath.Join(dir, "time.go"), filepath.Join(dir, "jump.go"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed, filepath.Join(root, "src/time/jump.go"): added}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{changed: text, added: jump, overlay: string(list)} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return build(t, "jumping", "../..", "-overlay", overlay)
}

// jump is the added file of package time. That package cannot import strconv.
const jump = `package time

import "syscall"

var jumps, _ = syscall.Getenv("TEST_CLOCK_JUMPS")

// jumped returns the seconds by which the clock has jumped since the start.
func jumped(mono int64) (sum int64) {
	var after, by, sign int64 = 0, 0, 1
	number := &after
	for i := 0; i <= len(jumps); i++ {
		switch {
		case i == len(jumps) || jumps[i] == ' ':
			if mono-startNano > after*1e9 {
				sum += sign * by
			}
			after, by, sign, number = 0, 0, 1, &after
		case jumps[i] == ':':
			number = &by
		case jumps[i] == '-':
			sign = -1
		default:
			*number = *number*10 + int64(jumps[i]-'0')
		}
	}
	return sum
}
`

// oldCommit is the release that the rolling upgrade begins with: its tasks contain whole steps.
const oldCommit = "44e24b1"

// oldPrograms builds the commands of the old release from the history of the repository.
func oldPrograms(t *testing.T) string {
	t.Helper()
	if folder := built("old"); folder != "" {
		return folder
	}
	dir := filepath.Join(t.TempDir(), "old")
	output(t, "git", "-C", "../..", "worktree", "add", "--detach", dir, oldCommit)
	defer output(t, "git", "-C", "../..", "worktree", "remove", "--force", dir)
	assets, err := filepath.Abs("../site/dist")
	if err != nil {
		t.Fatal(err)
	}
	output(t, "cp", "-r", assets, filepath.Join(dir, "internal/site"))
	return build(t, "old", dir)
}

func output(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return out
}
