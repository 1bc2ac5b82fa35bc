package s3

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func TestPolicies(t *testing.T) {
	t.Parallel()
	want := policyFor("b", "public/")
	tests := []struct {
		name, text string
		same, ours bool
	}{
		{"ours", want, true, true},
		{"ours as a server may write it again", `{"Statement":[{"Sid":"ProceedingsPublicRead","Resource":"arn:aws:s3:::b/public/*","Principal":"*",
			"Effect":"Allow","Action":"s3:GetObject"}], "Version":"2012-10-17"}`, true, true},
		{"ours of another prefix", policyFor("b", "open/"), false, true},
		{"somebody's", `{"Version":"2012-10-17","Statement":[{"Sid":"Team","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}]}`, false, false},
		{"ours and somebody's", `{"Version":"2012-10-17","Statement":[{"Sid":"ProceedingsPublicRead"},{"Effect":"Deny"}]}`, false, false},
		{"one without a statement", `{"Version":"2012-10-17","Statement":[]}`, false, false},
		{"no JSON", `<Policy/>`, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := samePolicy(tt.text, want); got != tt.same {
				t.Errorf("samePolicy = %t, want %t", got, tt.same)
			}
			if got := ourPolicy(tt.text); got != tt.ours {
				t.Errorf("ourPolicy = %t, want %t", got, tt.ours)
			}
		})
	}
}

// TestKeepsForeignRules: what is added to a bucket's rules takes none away, and
// is added once.
func TestKeepsForeignRules(t *testing.T) {
	t.Parallel()
	theirs := types.CORSRule{ID: aws.String("theirs"), AllowedMethods: []string{"PUT"}, AllowedOrigins: []string{"https://app.example.org"}}
	old := types.CORSRule{ID: aws.String(corsID), AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}
	rules, changed := withCORS([]types.CORSRule{theirs, old})
	if !changed || len(rules) != 2 || aws.ToString(rules[0].ID) != corsID || len(rules[0].AllowedMethods) != 2 || aws.ToString(rules[1].ID) != "theirs" {
		t.Errorf("CORS rules %+v", rules)
	}
	rules[0].AllowedMethods = []string{"HEAD", "GET"} // a server may sort them
	if _, changed = withCORS(rules); changed {
		t.Error("CORS rules change twice")
	}

	expire := types.LifecycleRule{ID: aws.String("theirs"), Status: types.ExpirationStatusEnabled}
	off := types.LifecycleRule{ID: aws.String(lifecycleID), Status: types.ExpirationStatusDisabled}
	kept, changed := withLifecycle([]types.LifecycleRule{off, expire})
	if !changed || len(kept) != 2 || aws.ToString(kept[0].ID) != "theirs" || aws.ToString(kept[1].ID) != lifecycleID {
		t.Errorf("lifecycle rules %+v", kept)
	}
	if _, changed = withLifecycle(kept); changed {
		t.Error("lifecycle rules change twice")
	}
}
