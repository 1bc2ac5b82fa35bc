package e2e_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// openBucket makes the public space of a data folder's S3 server world-readable, and
// returns its address there. It signs the request itself (AWS Signature Version 4), since
// only internal/storage/s3 may import the SDK.
func openBucket(t *testing.T, data string) string {
	t.Helper()
	var s3 struct{ Endpoint, Bucket, AccessKey, SecretKey string }
	text, err := os.ReadFile(filepath.Join(data, "services.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err = json.Unmarshal(text, &s3); err != nil {
		t.Fatal(err)
	}
	policy := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/public/*"}]}`, s3.Bucket)
	at, err := url.Parse(s3.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	const region, service = "us-east-1", "s3"
	now := time.Now().UTC()
	stamp, day := now.Format("20060102T150405Z"), now.Format("20060102")
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	mac := func(key []byte, s string) []byte {
		h := hmac.New(sha256.New, key)
		_, _ = h.Write([]byte(s))
		return h.Sum(nil)
	}
	const signed = "host;x-amz-content-sha256;x-amz-date"
	canonical := strings.Join([]string{
		http.MethodPut, "/" + s3.Bucket, "policy=",
		"host:" + at.Host, "x-amz-content-sha256:" + hash(policy), "x-amz-date:" + stamp, "", signed, hash(policy),
	}, "\n")
	scope := strings.Join([]string{day, region, service, "aws4_request"}, "/")
	key := []byte("AWS4" + s3.SecretKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	signature := hex.EncodeToString(mac(key, strings.Join([]string{"AWS4-HMAC-SHA256", stamp, scope, hash(canonical)}, "\n")))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s3.Endpoint+"/"+s3.Bucket+"?policy", strings.NewReader(policy))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Amz-Date", stamp)
	req.Header.Set("X-Amz-Content-Sha256", hash(policy))
	req.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s", s3.AccessKey, scope, signed, signature))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("set the policy of the bucket: %s", resp.Status)
	}
	return s3.Endpoint + "/" + s3.Bucket + "/public/"
}

// testBucket tests the pages from the S3 server, without ingest serve.
func testBucket(t *testing.T, data string) {
	t.Helper()
	public := openBucket(t, data)
	if private := get(t, strings.TrimSuffix(public, "public/")+"archive/meetings/"+exampleID+"/record.json"); private.code != http.StatusForbidden {
		t.Errorf("a private object is world-readable: %d", private.code)
	}
	home := public + "meetings/" + exampleID + "/"
	browser := startBrowser(t)
	b := newTab(t, browser)
	b.openScripted(home + "index.html?p=meadow")
	b.moment(54)
	b.playing()
	b.wait(video + `.currentTime > 55 && ` + video + `.currentSrc.startsWith("blob:")`)
	b.run(`document.querySelector("#deck-harbour-slide-2 a.picture").click()`)
	b.wait(`document.querySelector("dialog.viewer").open && document.querySelector("dialog.viewer img").naturalWidth === 1600`)
	framed := newTab(t, browser)
	framed.open(host(t, home+"embed.html?slides=1"))
	framed.wait(`has("ready") && has("slide")`)
	framed.run(`send("play")`)
	framed.wait(`has("time", m => m.time >= 1)`)
}
