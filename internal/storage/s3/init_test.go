package s3_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

// outcomes are what became of each setting.
func outcomes(deeds []s3.Deed) map[string]s3.Outcome {
	all := map[string]s3.Outcome{}
	for _, d := range deeds {
		all[d.Setting] = d.Outcome
	}
	return all
}

// failed are the findings that are not as they should be.
func failed(t *testing.T, store *s3.Store, bases ...string) []s3.Finding {
	t.Helper()
	if len(bases) == 0 {
		bases = []string{store.Address() + "public/"}
	}
	found, err := store.Check(t.Context(), s3.Audience{Prefix: "public/", Hidden: "archive/", Bases: bases})
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + 3*len(bases) + 3; len(found) != want {
		t.Errorf("%d findings, want %d", len(found), want)
	}
	var bad []s3.Finding
	for _, f := range found {
		if !f.OK {
			bad = append(bad, f)
		}
	}
	for info, err := range store.List(t.Context(), "") {
		if strings.Contains(info.Key, "probe/") || err != nil {
			t.Errorf("the check left %s, %v", info.Key, err)
		}
	}
	return bad
}

// TestInit opens a bucket to readers: looked at, done, done again.
func TestInit(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.Bucket += "-fresh"
	store := s3test.Open(t, cfg)
	open := func(o s3.Opening) map[string]s3.Outcome {
		t.Helper()
		o.Prefix = "public/"
		deeds, err := store.Init(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range deeds {
			if (d.Outcome == s3.Unable) != strings.Contains(d.Unable, "501") {
				t.Errorf("%s: %s, %q", d.Setting, d.Outcome, d.Unable)
			}
		}
		return outcomes(deeds)
	}
	if diff := cmp.Diff(map[string]s3.Outcome{"bucket": s3.Would, "policy": s3.Would, "CORS": s3.Would, "lifecycle": s3.Would}, open(s3.Opening{DryRun: true})); diff != "" {
		t.Errorf("a dry run (-want +got):\n%s", diff)
	}
	first := map[string]s3.Outcome{"bucket": s3.Done, "writes": s3.Works, "policy": s3.Done, "CORS": s3.Done, "lifecycle": s3.Unable}
	if diff := cmp.Diff(first, open(s3.Opening{})); diff != "" {
		t.Errorf("the first time (-want +got):\n%s", diff)
	}
	if bad := failed(t, store); len(bad) > 0 {
		t.Errorf("the check after it: %+v", bad)
	}
	again := map[string]s3.Outcome{"bucket": s3.Stood, "writes": s3.Works, "policy": s3.Stood, "CORS": s3.Stood, "lifecycle": s3.Unable}
	if diff := cmp.Diff(again, open(s3.Opening{})); diff != "" {
		t.Errorf("the second time (-want +got):\n%s", diff)
	}
}

// TestCheckOfAClosedBucket: nothing of it can be read, and that is said.
func TestCheckOfAClosedBucket(t *testing.T) {
	t.Parallel()
	store := s3test.Open(t, s3test.Start(t))
	bad := failed(t, store)
	if len(bad) != 3 || !strings.Contains(bad[0].Got, "403 Forbidden: run \"ingest storage init\"") {
		t.Errorf("findings %+v", bad)
	}
	bad = failed(t, store, "http://127.0.0.1:1/")
	if len(bad) != 3 || !strings.Contains(bad[0].Got, "connection refused") {
		t.Errorf("findings of an address where nobody answers: %+v", bad)
	}
}

// TestKeepsForeignPolicies: a policy that we did not make stays, unless it is said
// that it may go; and one that opens too much is found.
func TestKeepsForeignPolicies(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	store := s3test.Open(t, cfg)
	client := sdk.New(sdk.Options{
		BaseEndpoint: &cfg.Endpoint, UsePathStyle: true, Region: "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider(cfg.AccessKey, cfg.SecretKey, ""),
	})
	theirs := `{"Version":"2012-10-17","Statement":[{"Sid":"Everything","Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::` + cfg.Bucket + `/*"}]}`
	if _, err := client.PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &cfg.Bucket, Policy: &theirs}); err != nil {
		t.Fatal(err)
	}
	bad := failed(t, store)
	var open []string
	for _, f := range bad {
		open = append(open, f.Got)
	}
	if text := strings.Join(open, "\n"); !strings.Contains(text, "anybody can read originals") || !strings.Contains(text, "anybody can write") {
		t.Errorf("of a bucket that is open the check says:\n%s", text)
	}
	foreign := (*s3.ForeignPolicyError)(nil)
	if _, err := store.Init(t.Context(), s3.Opening{Prefix: "public/"}); !errors.As(err, &foreign) || !strings.Contains(err.Error(), "Everything") {
		t.Errorf("Init = %v, want a refusal that shows the policy", err)
	}
	now, err := client.GetBucketPolicy(t.Context(), &sdk.GetBucketPolicyInput{Bucket: &cfg.Bucket})
	if err != nil || !strings.Contains(aws.ToString(now.Policy), "Everything") {
		t.Errorf("the policy is gone: %v, %v", now, err)
	}
	if _, err = client.GetBucketCors(t.Context(), &sdk.GetBucketCorsInput{Bucket: &cfg.Bucket}); err == nil {
		t.Error("something else was set by an Init that refused")
	}
	if _, err = store.Init(t.Context(), s3.Opening{Prefix: "public/", Force: true}); err != nil {
		t.Fatal(err)
	}
	if bad = failed(t, store); len(bad) > 0 {
		t.Errorf("after it was replaced: %+v", bad)
	}
}
