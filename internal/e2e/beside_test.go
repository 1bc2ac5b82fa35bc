package e2e_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/manifest"
)

// recording makes a recording that encodes long enough to be interrupted. Each ID gets
// other audio, so that no step is done already.
func recording(t *testing.T, id string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), id+".mp4")
	out, err := exec.Command("ffmpeg", "-v", "error",
		"-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=12", "-f", "lavfi", "-i", fmt.Sprintf("sine=f=%d:d=12", 200+int(id[0])*10+len(id)),
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path).CombinedOutput()
	if err != nil {
		t.Fatalf("make a recording: %v\n%s", err, out)
	}
	return path
}

// largePDF makes a folder with a PDF file of one page and 24 MiB, which exceeds socket
// buffers, and returns it with the file's content.
func largePDF(t *testing.T) (folder string, content []byte) {
	t.Helper()
	var pdf bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, pdf.Len())
		fmt.Fprintf(&pdf, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	noise := make([]byte, 24<<20)
	random := rand.NewChaCha8([32]byte{2})
	_, _ = random.Read(noise)
	pdf.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(noise), noise))
	start := pdf.Len()
	fmt.Fprintf(&pdf, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&pdf, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&pdf, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)

	folder = t.TempDir()
	for name, data := range map[string][]byte{
		"report.pdf":   pdf.Bytes(),
		"meeting.yaml": []byte("title: Papers\ndocuments: [report.pdf]\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder, pdf.Bytes()
}

// poll requests addresses again and again until stop is called. Each answer must be 200
// with the same bytes.
func poll(t *testing.T, addresses ...string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var polling sync.WaitGroup
	for _, address := range addresses {
		want := get(t, address)
		if want.code != http.StatusOK {
			t.Fatalf("%s: %d", address, want.code)
		}
		polling.Go(func() {
			n, longest := 0, time.Duration(0)
			tick := time.NewTicker(10 * time.Millisecond)
			defer tick.Stop()
			for ctx.Err() == nil {
				began := time.Now()
				code, body, err := fetch(address)
				if err != nil || code != http.StatusOK || !bytes.Equal(body, want.body) {
					t.Errorf("%s, answer %d: %d, %d bytes, %v; want 200 and %d bytes as before", address, n, code, len(body), err, len(want.body))
					return
				}
				n, longest = n+1, max(longest, time.Since(began))
				<-tick.C
			}
			t.Logf("%s: %d answers, the longest took %v", address, n, longest)
		})
	}
	stop = sync.OnceFunc(func() {
		cancel()
		polling.Wait()
	})
	t.Cleanup(stop)
	return stop
}

func fetch(address string) (code int, body []byte, err error) {
	resp, err := http.Get(address) //nolint:noctx,gosec // a server of the test
	if err != nil {
		return 0, nil, err
	}
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, errors.Join(err, resp.Body.Close())
}

// beginDownload requests a file from an offset on and reads the first megabyte. finish
// reads the rest and compares the whole.
func beginDownload(t *testing.T, address string, content []byte, offset int) (finish func()) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-", offset))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	if resp.StatusCode != http.StatusPartialContent {
		t.Fatalf("%s from %d on: %s", address, offset, resp.Status)
	}
	sum := sha256.New()
	if _, err := io.CopyN(sum, resp.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		n, err := io.Copy(sum, resp.Body)
		if want := content[offset:]; err != nil || n+1<<20 != int64(len(want)) || [32]byte(sum.Sum(nil)) != sha256.Sum256(want) {
			t.Errorf("%s: %d bytes, %v; want %d, and the file's own", address, n+1<<20, err, len(want))
		}
	}
}

// attachment returns the address of the only attachment of a meeting.
func attachment(t *testing.T, base, id string) string {
	t.Helper()
	page, err := url.Parse(base + "meetings/" + id + "/")
	if err != nil {
		t.Fatal(err)
	}
	m, err := manifest.Decode(get(t, page.JoinPath("manifest.json").String()).body)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Documents) != 1 {
		t.Fatalf("%d documents, want one", len(m.Documents))
	}
	return page.ResolveReference(&url.URL{Path: m.Documents[0].File.URL}).String()
}

// runOf returns the command line of a run for a recording.
func runOf(data, id, file string) []string {
	return []string{"run", "--json", "--data", data, "--profile", slow, "--id", id, file}
}

// startRun starts a run and waits until it encodes.
func startRun(t *testing.T, data, id, file string) *program {
	t.Helper()
	p := start(t, nil, "ingest", runOf(data, id, file)...)
	waitFor(t, "the encode", func() bool {
		select {
		case <-p.end:
			t.Fatalf("ingest run ended:\n%s", p.out.String())
		default:
		}
		return strings.Contains(p.out.String(), `"kind":"chunk","status":"waiting","running":true`)
	})
	return p
}

// expectPublished waits for the end of a run and expects it to have published.
func expectPublished(t *testing.T, p *program) {
	t.Helper()
	if code := p.code(t); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, p.out.String())
	}
	var sum struct{ State string }
	if lastJSON(t, p.out.String(), &sum); sum.State != "published" {
		t.Errorf("the run ended with %+v", sum)
	}
}

func signalTo(t *testing.T, p *program, sig syscall.Signal) {
	t.Helper()
	if err := p.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// TestServeBesideRun ends runs in several ways while readers download. No request may
// fail.
func TestServeBesideRun(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := filepath.Join(t.TempDir(), "data")
	folder, content := largePDF(t)
	ingest(t, nil, 0, "run", "--data", data, "--id", "papers", folder)

	run := startRun(t, data, "talk", recording(t, "talk")) // it starts the servers
	server := start(t, nil, "ingest", "serve", "--listen", "127.0.0.1:0", "--data", data)
	base := server.base(t)
	page := base + "meetings/papers/"
	stop := poll(t, page, page+"manifest.json")
	finish := beginDownload(t, attachment(t, base, "papers"), content, 12345)
	// On a busy machine the run may end before the command has read the status.
	if out := ingest(t, nil, 0, "status", "--data", data, "talk"); !strings.Contains(out, "processing") && !run.ended() {
		t.Errorf("output of status:\n%s", out)
	}
	expectPublished(t, run)
	finish()
	if code, _, err := fetch(base + "meetings/talk/"); code != http.StatusOK || err != nil {
		t.Errorf("the page of the run: %d, %v", code, err)
	}

	// Kill the next run; the same command continues.
	finish = beginDownload(t, attachment(t, base, "papers"), content, 0)
	file := recording(t, "killed")
	run = startRun(t, data, "killed", file)
	signalTo(t, run, syscall.SIGKILL)
	run.code(t)
	finish()
	expectPublished(t, start(t, nil, "ingest", runOf(data, "killed", file)...))
	if out := ingest(t, nil, 0, "status", "--data", data); strings.Count(out, " published ") != 3 {
		t.Errorf("output of status:\n%s", out)
	}
	ingest(t, nil, 0, "unpublish", "--data", data, "talk")
	if code, _, err := fetch(base + "meetings/talk/"); code != http.StatusNotFound || err != nil {
		t.Errorf("the page of a withdrawn meeting: %d, %v", code, err)
	}
	stop()

	signalTo(t, server, syscall.SIGINT)
	if code := server.code(t); code != 0 {
		t.Errorf("serve ended with %d", code)
	}
	noChildren(t, data)
	if out := ingest(t, nil, 0, "status", "--data", data, "talk"); !strings.Contains(out, "withdrawn") {
		t.Errorf("output of status:\n%s", out)
	}
	noChildren(t, data)
}

// TestRunBesideServe starts two runs beside ingest serve, and kills ingest serve while
// they run.
func TestRunBesideServe(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := t.TempDir()
	server := start(t, nil, "ingest", "serve", "--listen", "127.0.0.1:0", "--data", data) // it starts the servers
	base := server.base(t)
	page := base + "meetings/one/"
	if code, _, err := fetch(page); code != http.StatusNotFound || err != nil {
		t.Errorf("a page before its publication: %d, %v", code, err)
	}
	one, two := startRun(t, data, "one", recording(t, "one")), startRun(t, data, "two", recording(t, "two"))
	expectPublished(t, one)
	expectPublished(t, two)
	for _, id := range []string{"one", "two"} {
		verifyPublished(t, base, id)
	}

	three := startRun(t, data, "three", recording(t, "three"))
	signalTo(t, server, syscall.SIGKILL)
	server.code(t)
	four := startRun(t, data, "four", recording(t, "four"))
	signalTo(t, four, syscall.SIGINT)
	if code := four.code(t); code != 130 {
		t.Errorf("an interrupted run ends with %d, want 130", code)
	}
	if out := ingest(t, nil, 0, "status", "--data", data, "four"); !strings.Contains(out, "processing") {
		t.Errorf("output of status:\n%s", out)
	}
	ingest(t, nil, 0, "unpublish", "--data", data, "one")
	expectPublished(t, three)
	noChildren(t, data)
}

// TestKilledServers kills Redis and the S3 server of a run and a serve: both recover.
func TestKilledServers(t *testing.T) {
	t.Parallel()
	needTools(t)
	data := filepath.Join(t.TempDir(), "data")
	folder, content := largePDF(t)
	ingest(t, nil, 0, "run", "--data", data, "--id", "papers", folder)
	server := start(t, nil, "ingest", "serve", "--listen", "127.0.0.1:0", "--data", data)
	base := server.base(t)
	stop := poll(t, base+"meetings/papers/", base+"meetings/papers/manifest.json")
	run := startRun(t, data, "talk", recording(t, "talk"))
	for i, part := range []string{"supervise-data-folder", "versitygw", "redis-server"} {
		finish := beginDownload(t, attachment(t, base, "papers"), content, i)
		pids := processIDs(t, part, data)
		if len(pids) != 1 {
			t.Fatalf("processes %v run %s, want one", pids, part)
		}
		if err := syscall.Kill(pids[0], syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "the restart", func() bool {
			select {
			case <-server.end:
				t.Fatal("ingest serve ended")
			default:
			}
			return strings.Count(server.out.String(), "was restarted") == i+1
		})
		finish()
	}
	expectPublished(t, run)
	stop()
	verifyPublished(t, base, "talk")
	signalTo(t, server, syscall.SIGTERM)
	server.code(t)
	noChildren(t, data)
}
