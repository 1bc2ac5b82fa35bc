package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// counter returns a PATH with wrappers that count the starts of tools in a file. Tools in
// a sandbox cannot write there, so the wrapper of bubblewrap counts, or without bubblewrap
// those of the tools.
func counter(t *testing.T) (env []string, count func(tool string) int) {
	t.Helper()
	dir := t.TempDir()
	starts := filepath.Join(dir, "starts")
	for _, tool := range []string{"bwrap", "ffmpeg", "soffice"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			continue
		}
		script := fmt.Sprintf("#!/bin/sh\necho \"%s $*\" >> %s 2>/dev/null\nexec %s \"$@\"\n", tool, starts, path)
		if tool != "bwrap" { // a tool in the sandbox cannot write the file
			script = fmt.Sprintf("#!/bin/sh\n[ -w %s ] && echo \"%s $*\" >> %s\nexec %s \"$@\"\n", dir, tool, starts, path)
		}
		if err := os.WriteFile(filepath.Join(dir, tool), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"PATH=" + dir + ":" + os.Getenv("PATH")}, func(tool string) int {
		data, err := os.ReadFile(starts)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, tool+" ") || strings.HasPrefix(line, "bwrap ") && strings.Contains(line, "-- "+filepath.Join(dir, tool)+" ") {
				n++
			}
		}
		return n
	}
}

func TestStandalone(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := filepath.Join(t.TempDir(), "data")
	env, count := counter(t)

	var sum struct{ Event, State string }
	lastJSON(t, ingest(t, env, 0, "run", "--json", "--data", data, example(t)), &sum)
	if sum.Event != "summary" || sum.State != "published" {
		t.Errorf("the summary is %+v", sum)
	}
	ffmpeg, soffice := count("ffmpeg"), count("soffice")
	t.Logf("%d starts of ffmpeg, %d of soffice", ffmpeg, soffice)
	if ffmpeg == 0 || soffice == 0 {
		t.Fatal("the starts of tools are not counted")
	}

	lastJSON(t, ingest(t, env, 0, "run", "--json", "--data", data, example(t)), &sum)
	if sum.State != "published" {
		t.Errorf("the second summary is %+v", sum)
	}
	if again := count("ffmpeg") + count("soffice"); again != ffmpeg+soffice {
		t.Errorf("the second run started %d tools", again-ffmpeg-soffice)
	}

	verifyExampleTimes(t, manifestIn(t, data, exampleID))
	base := serve(t, nil, "--data", data)
	verifyExample(t, base)
	t.Run("another run shares the folder", func(t *testing.T) {
		t.Parallel()
		if out := ingest(t, nil, 0, "run", "--data", data, example(t)); !strings.Contains(out, "nothing new") {
			t.Errorf("output:\n%s", out)
		}
	})
	t.Run("status shares the running servers", func(t *testing.T) {
		t.Parallel()
		out := ingest(t, nil, 0, "status", "--data", data, exampleID)
		if !strings.Contains(out, "published") || !strings.Contains(out, "harbour.pptx") {
			t.Errorf("output:\n%s", out)
		}
	})
	t.Run("the pages from the S3 server", func(t *testing.T) {
		t.Parallel()
		testBucket(t, data)
	})
	t.Run("the pages in a browser", func(t *testing.T) {
		t.Parallel()
		testPages(t, base)
	})
}

// TestKilledStandalone kills all processes during the encode; the same command
// continues.
func TestKilledStandalone(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := filepath.Join(t.TempDir(), "data")
	talk := recording(t, "killed")
	first := startRun(t, data, "killed", talk)
	signalTo(t, first, syscall.SIGKILL)
	first.code(t)
	noChildren(t, data)

	var sum struct{ State string }
	lastJSON(t, ingest(t, nil, 0, runOf(data, "killed", talk)...), &sum)
	if sum.State != "published" {
		t.Errorf("after the kill: %+v", sum)
	}
	verifyPublished(t, serve(t, nil, "--data", data), "killed")
}

// noChildren waits until no process has path in its command line. The kernel kills the
// children of a dead worker with a short delay.
func noChildren(t *testing.T, path string) {
	t.Helper()
	waitFor(t, "the end of all children", func() bool { return len(processes(t, path)) == 0 })
}

// processes lists the command lines with path in them.
func processes(t *testing.T, path string) []string {
	t.Helper()
	var found []string
	for _, pid := range processIDs(t, path) {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err == nil {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// processIDs lists the processes with all texts in their command lines.
func processIDs(t *testing.T, texts ...string) (pids []int) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		line, err := os.ReadFile(file)
		if err != nil || slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(string(line), text) }) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}
