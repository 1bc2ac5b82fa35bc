package s3

import (
	"encoding/json"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// policyID marks our statements in a bucket policy.
const policyID = "ProceedingsPublicRead"

// policy is a bucket policy, as far as we write one.
type policy struct {
	Version   string      `json:"Version"`
	Statement []statement `json:"Statement"`
}

type statement struct {
	Sid       string `json:"Sid"`
	Effect    string `json:"Effect"`
	Principal string `json:"Principal"`
	Action    string `json:"Action"`
	Resource  string `json:"Resource"`
}

// policyFor allows anybody to read the objects under a prefix, and nothing
// else, not even to list them.
func policyFor(bucket, prefix string) string {
	data, err := json.Marshal(policy{Version: "2012-10-17", Statement: []statement{{
		Sid: policyID, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::" + bucket + "/" + prefix + "*",
	}}})
	if err != nil {
		panic("s3: a policy that is no JSON: " + err.Error()) // strings only
	}
	return string(data)
}

// samePolicy reports whether two policies are equal.
func samePolicy(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	one, err1 := json.Marshal(x)
	two, err2 := json.Marshal(y)
	return err1 == nil && err2 == nil && string(one) == string(two)
}

// ourPolicy reports whether every statement of a policy is ours, perhaps of an
// older release.
func ourPolicy(text string) bool {
	var p struct {
		Statement []struct{ Sid string }
	}
	if json.Unmarshal([]byte(text), &p) != nil {
		return false
	}
	for _, s := range p.Statement {
		if s.Sid != policyID {
			return false
		}
	}
	return len(p.Statement) > 0
}

// corsID marks our CORS rule.
const corsID = "proceedings"

// corsRule allows pages of any site to read, in ranges too, and exposes the
// headers that players need.
func corsRule() types.CORSRule {
	return types.CORSRule{
		ID:             aws.String(corsID),
		AllowedMethods: []string{"GET", "HEAD"},
		AllowedOrigins: []string{"*"},
		AllowedHeaders: []string{"Range", "If-Range", "If-None-Match", "If-Modified-Since"},
		ExposeHeaders:  []string{"Content-Range", "Content-Length", "ETag", "Accept-Ranges"},
		MaxAgeSeconds:  aws.Int32(86400),
	}
}

// withCORS adds our rule to a bucket's rules. It comes first, since the first
// match counts. changed is false if it was there.
func withCORS(rules []types.CORSRule) (with []types.CORSRule, changed bool) {
	ours := corsRule()
	if len(rules) > 0 && sameCORS(rules[0], ours) {
		return rules, false
	}
	others := slices.DeleteFunc(slices.Clone(rules), func(r types.CORSRule) bool {
		return aws.ToString(r.ID) == corsID || sameCORS(r, ours)
	})
	return append([]types.CORSRule{ours}, others...), true
}

func sameCORS(a, b types.CORSRule) bool {
	return sameWords(a.AllowedMethods, b.AllowedMethods) && sameWords(a.AllowedOrigins, b.AllowedOrigins) &&
		sameWords(a.AllowedHeaders, b.AllowedHeaders) && sameWords(a.ExposeHeaders, b.ExposeHeaders) &&
		aws.ToInt32(a.MaxAgeSeconds) == aws.ToInt32(b.MaxAgeSeconds)
}

func sameWords(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// The rule that deletes the parts of abandoned uploads.
const (
	lifecycleID   = "proceedings-unfinished-uploads"
	lifecycleDays = 7
)

// withLifecycle adds our rule to a bucket's rules. changed is false if it was
// there.
func withLifecycle(rules []types.LifecycleRule) (with []types.LifecycleRule, changed bool) {
	for _, r := range rules {
		abort := r.AbortIncompleteMultipartUpload
		if aws.ToString(r.ID) == lifecycleID && r.Status == types.ExpirationStatusEnabled && abort != nil && aws.ToInt32(abort.DaysAfterInitiation) == lifecycleDays {
			return rules, false
		}
	}
	others := slices.DeleteFunc(slices.Clone(rules), func(r types.LifecycleRule) bool { return aws.ToString(r.ID) == lifecycleID })
	return append(others, types.LifecycleRule{
		ID: aws.String(lifecycleID), Status: types.ExpirationStatusEnabled,
		Filter:                         &types.LifecycleRuleFilter{Prefix: aws.String("")},
		AbortIncompleteMultipartUpload: &types.AbortIncompleteMultipartUpload{DaysAfterInitiation: aws.Int32(lifecycleDays)},
	}), true
}
