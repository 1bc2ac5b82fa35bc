package wire_test

import (
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
)

func TestLoadSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	secret, empty := file("secret", "s3cret\n"), file("empty", "\n")
	tests := []struct {
		name string
		env  map[string]string
		want map[string]string // what is set
		err  string
	}{
		{"nothing is set", nil, nil, ""},
		{"variables stay", map[string]string{"AWS_ACCESS_KEY_ID": "a"}, nil, ""},
		{
			"every secret from a file",
			map[string]string{"PROCEEDINGS_REDIS_FILE": secret, "PROCEEDINGS_REDIS_PASSWORD_FILE": secret, "AWS_ACCESS_KEY_ID_FILE": secret, "AWS_SECRET_ACCESS_KEY_FILE": secret},
			map[string]string{"PROCEEDINGS_REDIS": "s3cret", "PROCEEDINGS_REDIS_PASSWORD": "s3cret", "AWS_ACCESS_KEY_ID": "s3cret", "AWS_SECRET_ACCESS_KEY": "s3cret"},
			"",
		},
		{"both", map[string]string{"AWS_SECRET_ACCESS_KEY": "x", "AWS_SECRET_ACCESS_KEY_FILE": secret}, nil, "both AWS_SECRET_ACCESS_KEY and AWS_SECRET_ACCESS_KEY_FILE are set: unset one"},
		{"an empty file", map[string]string{"PROCEEDINGS_REDIS_FILE": empty}, nil, "PROCEEDINGS_REDIS_FILE: the file " + empty + " is empty"},
		{"a missing file", map[string]string{"PROCEEDINGS_REDIS_PASSWORD_FILE": secret + "x"}, nil, "PROCEEDINGS_REDIS_PASSWORD_FILE: open " + secret + "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			err := wire.LoadSecrets(func(name string) string { return tt.env[name] }, func(name, value string) error {
				got[name] = value
				return nil
			})
			if tt.err != "" {
				if !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "s3cret") {
					t.Errorf("err = %v, want one of usage with %q", err, tt.err)
				}
				return
			}
			if err != nil || !maps.Equal(got, tt.want) {
				t.Errorf("it sets %v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

// TestPasswordVariable: PROCEEDINGS_REDIS_PASSWORD completes an address, of the flag too.
func TestPasswordVariable(t *testing.T) {
	tests := []struct{ name, address, password, want, err string }{
		{"no password", "redis://queue", "", "redis://queue", ""},
		{"a password", "redis://queue:1/2", "a:b@c/%", "redis://:a%3Ab%40c%2F%25@queue:1/2", ""},
		{"a user", "rediss-sentinel://bob@h1,h2?master=m", "pw", "rediss-sentinel://bob:pw@h1,h2?master=m", ""},
		{"a password in the address", "redis://bob:other@queue", "pw", "", "PROCEEDINGS_REDIS_PASSWORD"},
		{"no address", "", "pw", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PROCEEDINGS_REDIS_PASSWORD", tt.password)
			t.Setenv("PROCEEDINGS_REDIS", "")
			var flags struct{ wire.Services }
			parser, err := kong.New(&flags, kong.Writers(io.Discard, io.Discard))
			if err != nil {
				t.Fatal(err)
			}
			_, err = parser.Parse([]string{"--redis", tt.address})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "other@") {
					t.Errorf("err = %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil || flags.Redis != tt.want {
				t.Errorf("the address is %q, %v; want %q", flags.Redis, err, tt.want)
			}
		})
	}
}
