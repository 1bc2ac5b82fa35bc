package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone/versitygw"
)

// accounts is an S3 server with an IAM server beside it, which evaluates policies as AWS
// does: each role has its own key and the policy of deploy/s3.
type accounts struct {
	s3, iam string // addresses
	bucket  string
	keys    map[string]accessKey // of each role
}

type accessKey struct {
	ID     string `xml:"CreateAccessKeyResult>AccessKey>AccessKeyId"`
	Secret string `xml:"CreateAccessKeyResult>AccessKey>SecretAccessKey"`
}

// root may do everything. It creates the bucket and the accounts.
const root = "root"

// newAccounts starts both servers and creates an account for each policy of deploy/s3.
func newAccounts(t *testing.T) accounts {
	t.Helper()
	program, err := versitygw.Find(os.Getenv)
	if err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}
	a := accounts{bucket: "archive-of-policies", keys: map[string]accessKey{root: {"root", "secret-of-root"}}}
	dir, err := os.MkdirTemp("", "iam-") //nolint:usetesting // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "iam.sock")
	a.iam = a.server(t, program, "iam", "--dir", t.TempDir(), "--private-ports", socket)
	a.s3 = a.server(t, program, "--iam-standalone-endpoint", socket, "posix", t.TempDir())
	policies, err := filepath.Glob("../../deploy/s3/*.json")
	if err != nil || len(policies) == 0 {
		t.Fatalf("no policies: %v", err)
	}
	for _, path := range policies {
		var policy bytes.Buffer // without spaces, which count towards its largest size
		if err := json.Compact(&policy, readFile(t, path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		role := strings.TrimSuffix(filepath.Base(path), ".json")
		user := url.Values{"UserName": {role}}
		a.ask(t, "CreateUser", user, nil)
		a.ask(t, "PutUserPolicy", url.Values{
			"UserName": {role}, "PolicyName": {role},
			"PolicyDocument": {strings.ReplaceAll(policy.String(), "BUCKET", a.bucket)},
		}, nil)
		var key accessKey
		a.ask(t, "CreateAccessKey", user, &key)
		a.keys[role] = key
	}
	return a
}

// server starts versitygw on a free port and returns its address.
func (a accounts) server(t *testing.T, program string, args ...string) string {
	t.Helper()
	address := freeAddress(t, "127.0.0.1")
	runner := &proc.Runner{Grace: 5 * time.Second}
	server, err := runner.StartService(proc.Command{
		Path: program, Args: append([]string{"--port", address, "--health", "/health", "--quiet"}, args...),
		Env: []string{"ROOT_ACCESS_KEY=" + a.keys[root].ID, "ROOT_SECRET_KEY=" + a.keys[root].Secret},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	err = server.Ready(ctx, func(ctx context.Context) error {
		req, failed := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/health", http.NoBody)
		if failed != nil {
			return failed
		}
		resp, failed := http.DefaultClient.Do(req)
		if failed == nil {
			failed = resp.Body.Close()
		}
		return failed
	})
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + address
}

// ask calls an action of the IAM server and decodes its answer.
func (a accounts) ask(t *testing.T, action string, values url.Values, answer any) {
	t.Helper()
	form := url.Values{"Action": {action}, "Version": {"2010-05-08"}}
	maps.Copy(form, values)
	req := signed(t, http.MethodPost, a.iam+"/", form.Encode(), "iam", a.keys[root].ID, a.keys[root].Secret)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	code, body := do(t, req)
	if code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", action, code, body)
	}
	if answer != nil {
		if err := xml.Unmarshal(body, answer); err != nil {
			t.Fatal(err)
		}
	}
}

// try makes a request to the bucket with the key of a role and returns the status.
func (a accounts) try(t *testing.T, role, method, path string) int {
	t.Helper()
	code, _ := do(t, signed(t, method, a.s3+"/"+a.bucket+path, "", "s3", a.keys[role].ID, a.keys[role].Secret))
	return code
}

// env is the environment of a command with the key of a role.
func (a accounts) env(role string) []string {
	return []string{
		"AWS_ACCESS_KEY_ID=" + a.keys[role].ID, "AWS_SECRET_ACCESS_KEY=" + a.keys[role].Secret, "AWS_REGION=us-east-1",
		"PROCEEDINGS_S3_ENDPOINT=" + a.s3, "PROCEEDINGS_BUCKET=" + a.bucket,
	}
}

func do(t *testing.T, req *http.Request) (code int, body []byte) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err = io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		t.Fatal(fmt.Errorf("read the answer: %w", err))
	}
	return resp.StatusCode, body
}
