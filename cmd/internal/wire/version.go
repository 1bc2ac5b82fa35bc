package wire

import (
	"bytes"
	"cmp"
	"context"
	"debug/buildinfo"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/alecthomas/kong"

	"proceedings/internal/proc"
	"proceedings/internal/standalone/versitygw"
)

// VersionFlag is --version: it prints the versions of the program and of the
// tools it finds, and ends the program.
type VersionFlag bool

// Program is what [VersionFlag] needs to know of its program; kong binds it.
type Program struct {
	Name   string
	Getenv func(string) string
}

// BeforeReset is called by kong when the flag is given, whatever else is.
func (VersionFlag) BeforeReset(ctx context.Context, app *kong.Kong, p Program) error {
	build, _ := debug.ReadBuildInfo() // nil where there is none
	table := tabwriter.NewWriter(app.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%s\t%s\n", p.Name, buildVersion(build))
	fmt.Fprintf(table, "Go\t%s %s/%s\n", strings.TrimPrefix(runtime.Version(), "go"), runtime.GOOS, runtime.GOARCH)
	for _, line := range toolVersions(ctx, p.Getenv) {
		fmt.Fprintf(table, "%s\t%s\n", line[0], line[1])
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the versions: %w", err)
	}
	app.Exit(0)
	return nil
}

// buildVersion is the module's version, the commit, and whether the sources
// differed from it, as far as the build recorded them.
func buildVersion(build *debug.BuildInfo) string {
	if build == nil {
		return "unknown version"
	}
	settings := map[string]string{}
	for _, s := range build.Settings {
		settings[s.Key] = s.Value
	}
	version := build.Main.Version
	if version == "" || version == "(devel)" {
		version = "development version"
	}
	commit := settings["vcs.revision"]
	if commit == "" {
		return version + ", built outside of git"
	}
	version += ", commit " + commit[:min(12, len(commit))]
	if day, _, _ := strings.Cut(settings["vcs.time"], "T"); day != "" {
		version += " of " + day
	}
	if settings["vcs.modified"] == "true" {
		version += ", with local changes"
	}
	return version
}

// Build returns the version and the commit of this program, as far as the build recorded
// them.
func Build() (version, commit string) {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown", "unknown"
	}
	version, commit = build.Main.Version, "unknown"
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	return cmp.Or(version, "unknown"), commit
}

// tool is a program that does part of the work.
type tool struct {
	name, program string
	args          string
}

func tools() []tool {
	return []tool{
		{"ffmpeg", "ffmpeg", "-version"},
		{"ffprobe", "ffprobe", "-version"},
		{"LibreOffice", "soffice", "--version"},
		{"Poppler", "pdftocairo", "-v"},
		{"qpdf", "qpdf", "--version"},
		{"cwebp", "cwebp", "-version"},
		{"cjpeg", "cjpeg", "-version"},
		{"Tesseract", "tesseract", "--version"},
		{"bubblewrap", "bwrap", "--version"},
		{"Redis", "redis-server", "--version"},
	}
}

// toolTime bounds the wait for a tool's answer. LibreOffice takes seconds when
// it is not in the cache of the disk.
const toolTime = 20 * time.Second

// toolVersions is the name and version of each tool, or that it is missing.
func toolVersions(ctx context.Context, getenv func(string) string) [][2]string {
	all := tools()
	lines := make([][2]string, len(all), len(all)+1)
	var asking sync.WaitGroup
	for i, t := range all {
		asking.Go(func() { lines[i] = [2]string{t.name, t.version(ctx)} })
	}
	asking.Wait()
	return append(lines, [2]string{"versitygw", gatewayVersion(getenv)})
}

// gatewayVersion is the version of the S3 server's module: what scripts/setup
// builds says "git" for its version.
func gatewayVersion(getenv func(string) string) string {
	path, err := versitygw.Find(getenv)
	if err != nil {
		return "missing: run scripts/setup, or set PROCEEDINGS_VERSITYGW to its path"
	}
	build, err := buildinfo.ReadFile(path)
	if err != nil {
		return "unknown version"
	}
	return build.Main.Version
}

// version asks the tool.
func (t tool) version(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	var out bytes.Buffer
	said, err := (&proc.Runner{Grace: time.Second}).Run(ctx, proc.Command{Path: t.program, Args: []string{t.args}, Stdout: &out})
	switch version := versionIn(out.String() + "\n" + said); {
	case proc.Missing(err):
		return fmt.Sprintf("missing: %s is not in PATH", t.program)
	case version != "":
		return version
	case err != nil:
		return "does not say its version"
	default:
		return "unknown version"
	}
}

// versionIn is the first version number in what a tool says, with what its
// distribution adds.
func versionIn(text string) string {
	return regexp.MustCompile(`\d+\.\d+[\w.+~:-]*`).FindString(text)
}
