package e2e_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/s3/s3test"
	"proceedings/internal/tlstest"
)

// publishAgenda publishes a document with a worker and ingest add, and calls meanwhile
// while they run.
func (s system) publishAgenda(t *testing.T, meanwhile func()) {
	t.Helper()
	s.worker(t, t.TempDir())
	add := start(t, s.env, "ingest", s.with("add", "--wait", "--json", "--id", "agenda", filepath.Join(example(t), "agenda.pdf"))...)
	meanwhile()
	if code := add.code(t); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, add.out.String())
	}
	var sum struct{ State string }
	if lastJSON(t, add.out.String(), &sum); sum.State != "published" {
		t.Errorf("the summary is %+v", sum)
	}
}

func needServers(t *testing.T) {
	t.Helper()
	proctest.Need(t, "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server", "redis-cli")
}

// TestCluster publishes through three masters.
func TestCluster(t *testing.T) {
	t.Parallel()
	needServers(t)
	c := redistest.StartCluster(t, redistest.Options{Password: "secret"})
	newSystemOn(t, "redis-cluster://:secret@"+c.Hosts()).publishAgenda(t, func() {})
}

// TestSentinelFailover kills the master as soon as a step of the meeting has begun.
func TestSentinelFailover(t *testing.T) {
	t.Parallel()
	needServers(t)
	f := redistest.StartFailover(t, redistest.Options{Password: "secret"})
	s := newSystemOn(t, "redis-sentinel://:secret@"+f.Hosts()+"?master="+redistest.MasterName)
	s.publishAgenda(t, func() {
		waitFor(t, "the first step", func() bool { return len(s.starts(t, "")) > 0 })
		f.Master.Kill(t)
	})
}

// secured is a Redis and an S3 server that speak TLS with certificates of a private
// authority. The S3 server is reached only through a proxy. Secrets are in files.
type secured struct {
	system
	redis   *redistest.Server
	ca      string
	tunnels *atomic.Int64 // through the proxy
}

func newSecured(t *testing.T) secured {
	t.Helper()
	const host = "s3.example.test"
	ca := tlstest.New(t)
	redis := redistest.Start(t, redistest.Options{Password: "admin", TLS: ca})
	page, err := os.ReadFile("../../docs/servers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, user, _ := strings.Cut(string(page), "\nACL SETUSER ")
	user, _, _ = strings.Cut(user, "\n")
	if reply := redis.Do(t, append([]string{"ACL", "SETUSER"}, strings.Fields(user)...)...); reply != "OK" {
		t.Fatal(reply)
	}
	cfg := s3test.StartTLS(t, ca.Issue(t, host))
	proxy, tunnels := tunnel(t, host+":443", strings.TrimPrefix(cfg.Endpoint, "https://"))
	s := secured{redis: redis, ca: ca.File, tunnels: tunnels}
	s.args = []string{"--s3-endpoint", "https://" + host, "--bucket", cfg.Bucket}
	dir := t.TempDir()
	for name, value := range map[string]string{
		"PROCEEDINGS_REDIS": "rediss://proceedings@" + redis.Address + "/0", "PROCEEDINGS_REDIS_PASSWORD": "password",
		"AWS_ACCESS_KEY_ID": cfg.AccessKey, "AWS_SECRET_ACCESS_KEY": cfg.SecretKey,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.env = append(s.env, name+"=", name+"_FILE="+path)
	}
	s.env = append(s.env, "AWS_REGION=us-east-1", "AWS_CA_BUNDLE="+ca.File, "SSL_CERT_FILE="+ca.File, "HTTPS_PROXY="+proxy, "https_proxy="+proxy, "NO_PROXY=", "no_proxy=")
	return s
}

func (s secured) storage(command string) []string {
	return append([]string{"storage", command}, s.args...)
}

// tunnel runs a proxy for CONNECT requests to one address, which it connects to another.
func tunnel(t *testing.T, from, to string) (address string, tunnels *atomic.Int64) {
	t.Helper()
	tunnels = new(atomic.Int64)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != from {
			http.Error(w, "only CONNECT "+from, http.StatusForbidden)
			return
		}
		server, err := net.Dial("tcp", to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = server.Close() }()
		client, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = client.Close() }()
		tunnels.Add(1)
		if _, err = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
			return
		}
		go func() {
			_, _ = io.Copy(server, buffered)
			_ = server.Close()
		}()
		_, _ = io.Copy(client, server)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, tunnels
}

// TestSecuredServers sets up a bucket and publishes, as a Redis user with the least
// permissions.
func TestSecuredServers(t *testing.T) {
	t.Parallel()
	needServers(t)
	s := newSecured(t)
	ingest(t, s.env, 0, s.storage("init")...)
	if out := ingest(t, s.env, 0, s.storage("check")...); strings.Count(out, "ok ") != 7 {
		t.Errorf("storage check:\n%s", out)
	}
	s.publishAgenda(t, func() {})
	if s.tunnels.Load() < 3 {
		t.Errorf("the proxy was used %d times", s.tunnels.Load())
	}
	if denied := s.redis.Do(t, "ACL", "LOG"); denied != "" {
		t.Errorf("the user was denied a command:\n%s", denied)
	}
}

// TestRefusingServers runs commands with one wrong setting each. All end at once, with the
// setting in the message.
func TestRefusingServers(t *testing.T) {
	t.Parallel()
	needServers(t)
	s := newSecured(t)
	ingest(t, s.env, 0, s.storage("init")...)
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("wrong"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, env string
		code      int
		says      string
	}{
		{"an authority that the queue's client does not know", "SSL_CERT_FILE=/dev/null", 1, "set SSL_CERT_FILE"},
		{"an authority that the storage's client does not know", "AWS_CA_BUNDLE=", 1, "set AWS_CA_BUNDLE"},
		{"a wrong password", "PROCEEDINGS_REDIS_PASSWORD_FILE=" + wrong, 1, "PROCEEDINGS_REDIS_PASSWORD"},
		{"a wrong S3 key", "AWS_SECRET_ACCESS_KEY_FILE=" + wrong, 1, "AWS_SECRET_ACCESS_KEY"},
		{"a secret twice", "AWS_SECRET_ACCESS_KEY=other", 2, "both AWS_SECRET_ACCESS_KEY and AWS_SECRET_ACCESS_KEY_FILE are set"},
		{"a secret without a file", "PROCEEDINGS_REDIS_FILE=/nowhere", 2, "PROCEEDINGS_REDIS_FILE"},
	} {
		env := append(append([]string{}, s.env...), tt.env)
		if tt.env == "AWS_CA_BUNDLE=" { // Redis has its authority in the address
			env = append(env, "SSL_CERT_FILE=/dev/null", "PROCEEDINGS_REDIS_FILE=", "PROCEEDINGS_REDIS=rediss://proceedings@"+s.redis.Address+"?ca="+s.ca)
		}
		for _, p := range []*program{
			start(t, env, "worker", append([]string{"--scratch", t.TempDir()}, s.args...)...),
			start(t, env, "ingest", s.with("status")...),
		} {
			if code := p.code(t); code != tt.code {
				t.Errorf("%s: exit code %d, want %d", tt.name, code, tt.code)
			}
			if out := p.out.String(); !strings.Contains(out, tt.says) || strings.Contains(out, "retrying") {
				t.Errorf("%s: want %q, and no retry:\n%s", tt.name, tt.says, out)
			}
		}
	}
	env := append(append([]string{}, s.env...), "NO_PROXY=s3.example.test", "no_proxy=s3.example.test")
	if out := ingest(t, env, 4, s.storage("check")...); !strings.Contains(out, "https://s3.example.test is unreachable") {
		t.Errorf("without the proxy:\n%s", out)
	}
}
