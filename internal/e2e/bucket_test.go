package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openBucket makes the public space of a data folder's S3 server world-readable, and
// returns its address there.
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
	req := signed(t, http.MethodPut, s3.Endpoint+"/"+s3.Bucket+"?policy=", policy, "s3", s3.AccessKey, s3.SecretKey)
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
