package wire_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
)

func TestSecretKeyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("0123456789abcdef", 4)
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte(good+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, key, file string
		want            string // of the error
		none            bool
	}{
		{name: "nothing is set", none: true},
		{name: "the variable", key: good},
		{name: "the file", file: path},
		{name: "both", key: good, file: path, want: "unset one"},
		{name: "too short", key: "hunter2", want: "PROCEEDINGS_SECRET_KEY: a secret key has at least 32 characters"},
		{name: "a file that is missing", file: path + "x", want: "PROCEEDINGS_SECRET_KEY_FILE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			key, err := wire.SecretKey(func(name string) string {
				return map[string]string{"PROCEEDINGS_SECRET_KEY": tt.key, "PROCEEDINGS_SECRET_KEY_FILE": tt.file}[name]
			})
			if tt.want != "" {
				if !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("error %v, want one of usage with %q", err, tt.want)
				}
				return
			}
			if err != nil || key.IsZero() != tt.none {
				t.Errorf("no key: %v, %v", key.IsZero(), err)
			}
		})
	}
	a, err := wire.SecretKey(func(name string) string { return map[string]string{"PROCEEDINGS_SECRET_KEY": good}[name] })
	if err != nil {
		t.Fatal(err)
	}
	b, err := wire.SecretKey(func(name string) string { return map[string]string{"PROCEEDINGS_SECRET_KEY_FILE": path}[name] })
	if err != nil {
		t.Fatal(err)
	}
	x, errX := a.Seal("sesame", "file")
	y, errY := b.Seal("sesame", "file")
	if x != y || errX != nil || errY != nil {
		t.Errorf("the variable and the file give different keys: %q, %q, %v, %v", x, y, errX, errY)
	}
}

func TestStatusPassword(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, value, file string
		want              string // the password
		err               string
	}{
		{name: "nothing is set"},
		{name: "the variable", value: "0123456789abcdef", want: "0123456789abcdef"},
		{name: "the file", file: path, want: "correct horse battery"},
		{name: "both", value: "0123456789abcdef", file: path, err: "unset one"},
		{name: "too short", value: "hunter2", err: "PROCEEDINGS_STATUS_PASSWORD: a password has at least 16 characters"},
		{name: "a file that is missing", file: path + "x", err: "PROCEEDINGS_STATUS_PASSWORD_FILE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := wire.StatusPassword(func(name string) string {
				return map[string]string{"PROCEEDINGS_STATUS_PASSWORD": tt.value, "PROCEEDINGS_STATUS_PASSWORD_FILE": tt.file}[name]
			})
			if got != tt.want || (err != nil) != (tt.err != "") {
				t.Fatalf("%q, %v; want %q", got, err, tt.want)
			}
			if err != nil && (!errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("err = %v, want one of usage with %q", err, tt.err)
			}
		})
	}
}
