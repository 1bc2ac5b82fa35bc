package wire

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestBuildVersion(t *testing.T) {
	t.Parallel()

	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "vcs.revision", Value: "191d928f00aa11bb22cc33dd44ee55ff66001122"},
			{Key: "vcs.time", Value: "2026-11-29T03:00:00Z"},
			{Key: "vcs.modified", Value: modified},
		}
	}
	tests := []struct {
		name  string
		build *debug.BuildInfo
		want  string
	}{
		{"no information", nil, "unknown version"},
		{"a release", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: vcs("false")}, "v1.2.3, commit 191d928f00aa of 2026-11-29"},
		{"local changes", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs("true")}, "development version, commit 191d928f00aa of 2026-11-29, with local changes"},
		{"no repository", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "development version, built outside of git"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := buildVersion(tt.build); got != tt.want {
				t.Errorf("version %q, want %q", got, tt.want)
			}
		})
	}
}

func TestVersionIn(t *testing.T) {
	t.Parallel()

	for said, want := range map[string]string{
		"ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2025 the FFmpeg developers":     "5.1.9-0+deb12u1",
		"LibreOffice 7.4.7.2 40(Build:2)":                                                  "7.4.7.2",
		"pdftocairo version 22.12.0\nCopyright 2005-2022":                                  "22.12.0",
		"Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=d81b8ff": "7.0.15",
		"versitygw": "",
	} {
		if got := versionIn(said); got != want {
			t.Errorf("versionIn(%q) = %q, want %q", said, got, want)
		}
	}
}

// TestMissingToolsAreNamed: PATH has one tool, and no S3 server is found.
func TestMissingToolsAreNamed(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\necho qpdf version 11.3.0\n"
	if err := os.WriteFile(filepath.Join(bin, "qpdf"), []byte(script), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	lines := toolVersions(context.Background(), func(string) string { return filepath.Join(bin, "none") })
	if len(lines) != len(tools())+1 {
		t.Fatalf("%d lines, want one for each of %d tools and the S3 server", len(lines), len(tools()))
	}
	for _, line := range lines {
		switch found := line[1]; {
		case line[0] == "qpdf" && found == "11.3.0":
		case line[0] != "qpdf" && strings.HasPrefix(found, "missing: "):
		default:
			t.Errorf("%s: %s", line[0], found)
		}
	}
}
