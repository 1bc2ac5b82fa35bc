package main

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/storage/mem"
)

func TestListenAddress(t *testing.T) {
	t.Parallel()

	tests := []struct {
		text string
		good bool
		base string
	}{
		{"127.0.0.1:8080", true, "http://127.0.0.1:8080/"},
		{"0.0.0.0:8080", true, "http://box:8080/"},
		{"[::]:8080", true, "http://box:8080/"},
		{"[::1]:8080", true, "http://[::1]:8080/"},
		{"[::1]:80", true, "http://[::1]/"},
		{":8080", true, "http://box:8080/"},
		{"media.example.org:80", true, "http://media.example.org/"},
		{"127.0.0.1:0", true, ""}, // a different port each time
		{"foo", false, ""},
		{"8080", false, ""},
		{"foo:", false, ""},
		{"foo:http", false, ""},
		{"foo:99999", false, ""},
		{"foo:-1", false, ""},
		{"::1:8080", false, ""},
		{"http://foo:8080", false, ""},
		{"a b:80", false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			var l listenAddress
			err := l.UnmarshalText([]byte(tt.text))
			if (err == nil) != tt.good {
				t.Fatalf("err = %v, want none: %t", err, tt.good)
			}
			if base := l.base("box"); base != tt.base {
				t.Errorf("base = %q, want %q", base, tt.base)
			}
		})
	}
}

// TestBaseURL checks the precedence of the sources of a base URL.
func TestBaseURL(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		from bases
		want string
	}{
		{"nothing is set", bases{}, "http://127.0.0.1:8470/"},
		{"an earlier --listen", bases{remembered: "http://old/"}, "http://old/"},
		{"--listen beats an earlier one", bases{listen: "http://new/", remembered: "http://old/"}, "http://new/"},
		{"--base-url beats --listen", bases{configured: "http://cdn/", listen: "http://new/"}, "http://cdn/"},
		{"ingest site beats them all", bases{stored: "http://site/", configured: "http://cdn/", listen: "http://new/", remembered: "http://old/"}, "http://site/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.from.choose(); got != tt.want {
				t.Errorf("base URL %q, want %q", got, tt.want)
			}
		})
	}
}

func TestServingKeepsTheBaseURLOfThePages(t *testing.T) {
	t.Parallel()

	d, sys := dataFlag{Data: t.TempDir()}, &wire.System{Store: new(mem.Store)}
	if _, err := d.chooseBase(t.Context(), sys, "", "http://here:8080/"); err != nil || sys.Base != "http://here:8080/" {
		t.Errorf("base URL %q, %v, want that of --listen for this command", sys.Base, err)
	}
	if _, err := d.chooseBase(t.Context(), sys, "", ""); err != nil || sys.Base != "http://127.0.0.1:8470/" {
		t.Errorf("base URL %q, %v, want the default for the next command", sys.Base, err)
	}
}

// TestListenIsCheckedBeforeAnythingStarts expects no data folder after an error.
func TestListenIsCheckedBeforeAnythingStarts(t *testing.T) {
	t.Parallel()

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	folder := writeFile(t, "agenda.pdf", "%PDF-1.7\n")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no address", []string{"serve", "--listen", "foo"}, `--listen: "foo" is not an address to listen on: write host:port or :port`},
		{"no address of run", []string{"run", "--serve", "--listen", "foo", folder}, `--listen: "foo" is not an address to listen on`},
		{"an address that is never served", []string{"run", "--listen", "127.0.0.1:8080", folder}, "add --serve"},
		{"a port that is taken", []string{"serve", "--listen", taken.Addr().String()}, "another program listens there"},
		{"a port that is taken, before a run", []string{"run", "--serve", "--listen", taken.Addr().String(), folder}, "another program listens there"},
		{"an address of another machine", []string{"serve", "--listen", "192.0.2.1:8080"}, "this machine does not have that address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			_, _, err := ingest(t.Context(), append(tt.args, "--data", data)...)
			if code := wire.ExitCode(err); code != wire.ExitUsage || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("exit code %d, %v; want 2 and %q", code, err, tt.want)
			}
			if found, _ := filepath.Glob(data + "*"); found != nil {
				t.Errorf("%v was made", found)
			}
		})
	}
}
