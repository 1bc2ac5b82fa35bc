package wire_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
)

// TestFlagsBeatTheEnvironment covers every pair of a flag and a variable that
// choose between a data folder and services.
func TestFlagsBeatTheEnvironment(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		args string // of the command line
		env  string // variables, NAME=value
		want bool   // services
		err  string // a part of the message; empty for none
	}{
		{"nothing is set", "", "", false, ""},
		{"the data folder as a flag", "--data d", "", false, ""},
		{"the data folder in the environment", "", "PROCEEDINGS_DATA=d", false, ""},
		{"a queue as a flag", "--redis r", "", true, ""},
		{"an endpoint as a flag", "--s3-endpoint s", "", true, ""},
		{"a bucket as a flag", "--bucket b", "", true, ""},
		{"a queue in the environment", "", "PROCEEDINGS_REDIS=r", true, ""},
		{"an endpoint in the environment", "", "PROCEEDINGS_S3_ENDPOINT=s", true, ""},
		{"a bucket in the environment", "", "PROCEEDINGS_BUCKET=b", true, ""},
		{"--data beats PROCEEDINGS_S3_ENDPOINT", "--data d", "PROCEEDINGS_S3_ENDPOINT=s", false, ""},
		{"--data beats PROCEEDINGS_REDIS", "--data d", "PROCEEDINGS_REDIS=r", false, ""},
		{"--data beats PROCEEDINGS_BUCKET", "--data d", "PROCEEDINGS_BUCKET=b", false, ""},
		{"--data beats all of them", "--data=d", "PROCEEDINGS_REDIS=r PROCEEDINGS_S3_ENDPOINT=s PROCEEDINGS_BUCKET=b PROCEEDINGS_DATA=e", false, ""},
		{"--redis beats PROCEEDINGS_DATA", "--redis r", "PROCEEDINGS_DATA=d", true, ""},
		{"--s3-endpoint beats PROCEEDINGS_DATA", "--s3-endpoint s", "PROCEEDINGS_DATA=d", true, ""},
		{"services beat the data folder within the environment", "", "PROCEEDINGS_DATA=d PROCEEDINGS_REDIS=r", true, ""},
		{"an empty variable is not set", "", "PROCEEDINGS_S3_ENDPOINT=", false, ""},
		{"--data and --redis", "--data d --redis r", "", false, "--data and --redis exclude each other"},
		{"--data and --s3-endpoint", "--data d --s3-endpoint s", "", false, "--data and --s3-endpoint exclude each other"},
		{"--data and --bucket", "--data d --bucket b", "PROCEEDINGS_REDIS=r", false, "--data and --bucket exclude each other"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{}
			for pair := range strings.FieldsSeq(tt.env) {
				name, value, _ := strings.Cut(pair, "=")
				env[name] = value
			}
			var flags struct {
				wire.Services

				Data string `default:"x" env:"PROCEEDINGS_DATA"`
			}
			parser, err := kong.New(&flags, kong.Writers(io.Discard, io.Discard))
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := parser.Parse(strings.Fields(tt.args))
			if err != nil {
				t.Fatal(err)
			}
			got, err := wire.UseServices(wire.Origins(parsed, func(name string) string { return env[name] }), "redis", "s3-endpoint", "bucket")
			if got != tt.want {
				t.Errorf("services = %t, want %t", got, tt.want)
			}
			if tt.err == "" {
				if err != nil {
					t.Errorf("err = %v, want none", err)
				}
				return
			}
			if !errors.Is(err, wire.ErrUsage) || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("err = %v, want one of usage with %q", err, tt.err)
			}
		})
	}
}
