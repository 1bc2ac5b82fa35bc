package e2e_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// signed is a request with AWS Signature Version 4, for a service of AWS such as s3. The
// tests sign requests themselves, since only internal/storage/s3 may import the SDK. The
// parameters of the address must be sorted.
func signed(t *testing.T, method, address, body, service, accessKey, secretKey string) *http.Request {
	t.Helper()
	const region, headers = "us-east-1", "host;x-amz-content-sha256;x-amz-date"
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	mac := func(key []byte, s string) []byte {
		h := hmac.New(sha256.New, key)
		_, _ = h.Write([]byte(s))
		return h.Sum(nil)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	stamp, day := now.Format("20060102T150405Z"), now.Format("20060102")
	canonical := strings.Join([]string{
		method, req.URL.EscapedPath(), req.URL.RawQuery,
		"host:" + req.URL.Host, "x-amz-content-sha256:" + hash(body), "x-amz-date:" + stamp, "", headers, hash(body),
	}, "\n")
	scope := strings.Join([]string{day, region, service, "aws4_request"}, "/")
	key := []byte("AWS4" + secretKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	signature := hex.EncodeToString(mac(key, strings.Join([]string{"AWS4-HMAC-SHA256", stamp, scope, hash(canonical)}, "\n")))
	req.Header.Set("X-Amz-Date", stamp)
	req.Header.Set("X-Amz-Content-Sha256", hash(body))
	req.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s", accessKey, scope, headers, signature))
	return req
}
