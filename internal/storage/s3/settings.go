package s3

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// setting is one of a bucket's settings. Its errors are those of the SDK, which
// told explains.
type setting struct {
	name, means, without string
	stands               func(context.Context) (bool, error) // as it is to be
	set                  func(context.Context) error
}

func (s *Store) settings(o Opening) []setting {
	return []setting{
		{
			name: "policy", means: "anybody may get " + o.Prefix + "*, and nothing else",
			without: "put a web server or \"ingest serve\" before it",
			stands:  func(ctx context.Context) (bool, error) { return s.policyStands(ctx, o) },
			set: func(ctx context.Context) error {
				_, err := s.client.PutBucketPolicy(ctx, &sdk.PutBucketPolicyInput{Bucket: s.bucket, Policy: aws.String(policyFor(*s.bucket, o.Prefix))})
				return err
			},
		},
		{
			name: "CORS", means: "pages of any site may read, in ranges too",
			without: "pages on other sites cannot read manifests or play; frames of ours work",
			stands: func(ctx context.Context) (bool, error) {
				_, changed, err := s.cors(ctx)
				return !changed, err
			},
			set: func(ctx context.Context) error {
				rules, _, err := s.cors(ctx)
				if err != nil {
					return err
				}
				_, err = s.client.PutBucketCors(ctx, &sdk.PutBucketCorsInput{Bucket: s.bucket, CORSConfiguration: &types.CORSConfiguration{CORSRules: rules}})
				return err
			},
		},
		{
			name: "lifecycle", means: fmt.Sprintf("unfinished uploads are removed after %d days", lifecycleDays),
			without: "unfinished uploads remain; remove them regularly with the server's own tools",
			stands: func(ctx context.Context) (bool, error) {
				_, changed, err := s.lifecycle(ctx)
				return !changed, err
			},
			set: func(ctx context.Context) error {
				rules, _, err := s.lifecycle(ctx)
				if err != nil {
					return err
				}
				_, err = s.client.PutBucketLifecycleConfiguration(ctx, &sdk.PutBucketLifecycleConfigurationInput{
					Bucket: s.bucket, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: rules},
				})
				return err
			},
		},
	}
}

func (s *Store) policyStands(ctx context.Context, o Opening) (bool, error) {
	out, err := s.client.GetBucketPolicy(ctx, &sdk.GetBucketPolicyInput{Bucket: s.bucket})
	if isNone(err) || err == nil && aws.ToString(out.Policy) == "" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch now := aws.ToString(out.Policy); {
	case samePolicy(now, policyFor(*s.bucket, o.Prefix)):
		return true, nil
	case !o.Force && !ourPolicy(now):
		return false, &ForeignPolicyError{*s.bucket, now}
	}
	return false, nil
}

// cors is a bucket's CORS rules with ours.
func (s *Store) cors(ctx context.Context) (rules []types.CORSRule, changed bool, err error) {
	out, err := s.client.GetBucketCors(ctx, &sdk.GetBucketCorsInput{Bucket: s.bucket})
	switch {
	case isNone(err):
		rules, changed = withCORS(nil)
	case err == nil:
		rules, changed = withCORS(out.CORSRules)
	default:
		return nil, true, err
	}
	return rules, changed, nil
}

// lifecycle is a bucket's lifecycle rules with ours.
func (s *Store) lifecycle(ctx context.Context) (rules []types.LifecycleRule, changed bool, err error) {
	out, err := s.client.GetBucketLifecycleConfiguration(ctx, &sdk.GetBucketLifecycleConfigurationInput{Bucket: s.bucket})
	switch {
	case isNone(err):
		rules, changed = withLifecycle(nil)
	case err == nil:
		rules, changed = withLifecycle(out.Rules)
	default:
		return nil, true, err
	}
	return rules, changed, nil
}

// isNone reports whether the error says that the bucket has no such setting.
func isNone(err error) bool {
	status, code, _ := answer(err)
	return status == http.StatusNotFound && code != "NoSuchBucket"
}
