package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/plan"
)

// TestMain removes the user's PROCEEDINGS_ variables from the environment.
func TestMain(m *testing.M) {
	wire.Child() // commands run this binary as a child
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "PROCEEDINGS_") && !strings.HasPrefix(name, "PROCEEDINGS_TEST_") && name != "PROCEEDINGS_VERSITYGW" {
			if err := os.Unsetenv(name); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

// ingest runs the command in this process.
func ingest(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	self, err := os.Executable()
	if err != nil {
		return "", "", err
	}
	err = run(ctx, args, &console{out: &out, err: &errs, getenv: os.Getenv, self: self})
	return out.String(), errs.String(), err
}

// writeFile creates a folder with one file.
func writeFile(t *testing.T, name, content string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestHelp(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name    string
		args    []string
		example string
	}{
		{"of nothing at all", nil, "ingest run meeting-folder/"},
		{"of all commands", []string{"--help"}, "ingest run meeting-folder/"},
		{"of run", []string{"run", "--help"}, "ingest run recording.mp4 slides.pptx"},
		{"of add", []string{"add", "--help"}, "ingest add --wait folder/"},
		{"of status", []string{"status", "--help"}, "ingest status 2026-03-12-spring-meeting"},
		{"of serve", []string{"serve", "--help"}, "ingest serve --listen"},
		{"of plan", []string{"plan", "--help"}, "ingest plan --json recording.mp4"},
		{"of the catalogue", []string{"catalogue", "rebuild", "--help"}, "ingest catalogue rebuild --redis"},
		{"of the site", []string{"site", "--help"}, "ingest site --base-url https://media.example.org/"},
		{"of making a bucket ready", []string{"storage", "init", "--help"}, "ingest storage init --dry-run"},
		{"of unpublish", []string{"unpublish", "--help"}, "ingest unpublish --purge --dry-run"},
		{"of publish", []string{"publish", "--help"}, "ingest publish 2026-03-12-spring-meeting"},
		{"of events", []string{"events", "--help"}, "ingest events --json 2026-03-12-spring-meeting"},
		{"of verify", []string{"verify", "--help"}, "ingest verify --all --sample 5%"},
		{"of link", []string{"link", "--help"}, "ingest link --for 168h"},
		{"of checking a bucket", []string{"storage", "check", "--help"}, "ingest storage check --s3-endpoint"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out, errs, err := ingest(t.Context(), tt.args...)
			if err != nil || errs != "" {
				t.Errorf("err = %v, stderr %q; want none", err, errs)
			}
			for _, want := range []string{"Usage: ingest", "Examples:\n", tt.example} {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
			if strings.Contains(out, "${") {
				t.Errorf("a variable is not filled in:\n%s", out)
			}
		})
	}
}

func TestHelpExplainsTheProfiles(t *testing.T) {
	t.Parallel()

	for _, command := range []string{"run", "add", "plan"} {
		out, _, err := ingest(t.Context(), command, "--help")
		if err != nil {
			t.Fatal(err)
		}
		out = strings.Join(strings.Fields(out), " ")
		for _, p := range plan.Profiles() {
			if want := p.Name + " (" + p.About + ")"; !strings.Contains(out, want) {
				t.Errorf("%s --help has no %q:\n%s", command, want, out)
			}
		}
	}
}

// TestUsage checks that a usage error names the flag, the value and the valid values.
func TestUsage(t *testing.T) {
	t.Parallel()

	folder := writeFile(t, "agenda.pdf", "%PDF-1.7\n")
	tests := []struct {
		name string
		args []string
		want []string
	}{
		{"an unknown command", []string{"nope"}, []string{"nope", "--help"}},
		{"an unknown flag", []string{"run", "--nope", folder}, []string{"--nope", "--help"}},
		{"a flag without its value", []string{"run", folder, "--title"}, []string{"--title"}},
		{"no path", []string{"plan"}, []string{"path"}},
		{"a missing path", []string{"plan", folder + "/missing"}, []string{folder + "/missing", "no such file"}},
		{"an unknown visibility", []string{"plan", "--visibility", "secret", folder}, []string{"--visibility", "public", "unlisted", "private", "secret"}},
		{"an unknown profile", []string{"plan", "--profile", "cinema", folder}, []string{"--profile", "cinema", "meeting, camera, archive-hq, audio, modern"}},
		{"a poster that is no time", []string{"plan", "--poster", "noon", folder}, []string{"--poster", "noon", "h:mm:ss"}},
		{"an unknown level", []string{"run", "--log-level", "loud", folder}, []string{"--log-level", "debug", "info", "warn", "error", "loud"}},
		{"an unknown format", []string{"serve", "--log-format", "xml"}, []string{"--log-format", "text", "json", "xml"}},
		{"unknown checksums", []string{"status", "--checksums", "md5"}, []string{"--checksums", "supported", "required", "md5"}},
		{"a date of another form", []string{"plan", "--date", "12.3.2026", folder}, []string{"--date", "12.3.2026", "2023-06-30"}},
		{"a date that does not exist", []string{"plan", "--date", "2026-99-99", folder}, []string{"--date", "2026-99-99", "2023-06-30"}},
		{"an ID of other characters", []string{"plan", "--id", "Über uns", folder}, []string{"--id", "Über uns", "lower-case letters"}},
		{"no queue", []string{"add", folder}, []string{"--redis", "PROCEEDINGS_REDIS"}},
		{"a queue with another scheme", []string{"add", "--redis", "amqp://q", folder}, []string{"amqp://q", "redis://"}},
		{"a data folder and services", []string{"status", "--data", folder, "--redis", "redis://q"}, []string{"--data and --redis exclude each other"}},
		{"an endpoint that is no URL", []string{"storage", "init", "--s3-endpoint", "foo"}, []string{"--s3-endpoint", "foo", "https://s3.example.org"}},
		{"an endpoint with a key in it", []string{"serve", "--s3-endpoint", "http://user:secret@s3"}, []string{"--s3-endpoint", "AWS_ACCESS_KEY_ID"}},
		{"a public endpoint that is no URL", []string{"link", "--s3-endpoint", "http://127.0.0.1:1", "--s3-public-endpoint", "foo", "m"}, []string{"--s3-public-endpoint", "foo"}},
		{"links of a data folder", []string{"link", "--data", folder, "m"}, []string{folder, "--s3-endpoint", "ingest add"}},
		{"an invalid bucket name", []string{"storage", "check", "--s3-endpoint", "http://127.0.0.1:1", "--bucket", "a/b"}, []string{"--bucket", "a/b"}},
		{"an invalid base URL", []string{"run", "--base-url", "media", folder}, []string{"--base-url", "media"}},
		{"an invalid base URL of a bucket", []string{"storage", "check", "--s3-endpoint", "http://127.0.0.1:1", "--base-url", "media"}, []string{"--base-url", "media"}},
		{"a data folder that is a file", []string{"run", "--data", filepath.Join(folder, "agenda.pdf"), folder}, []string{"--data", "is a file"}},
		{"a missing data folder", []string{"status", "--data", filepath.Join(folder, "none")}, []string{"--data", "ingest run"}},
		{"a storage without a queue", []string{"status", "--s3-endpoint", "http://127.0.0.1:1"}, []string{"--redis", "PROCEEDINGS_REDIS"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ingest(t.Context(), tt.args...)
			if code := wire.ExitCode(err); code != 2 {
				t.Fatalf("exit code %d (%v), want 2", code, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), `""`) {
					t.Errorf("error %q: want %q and no empty value", err, want)
				}
			}
		})
	}
}
