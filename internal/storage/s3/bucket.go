package s3

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/tlscheck"
)

// EnsureBucket creates the bucket if it is not there.
func (s *Store) EnsureBucket(ctx context.Context) error {
	exists, err := s.findBucket(ctx)
	if err == nil && !exists {
		err = s.createBucket(ctx)
	}
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", *s.bucket, err)
	}
	return nil
}

// findBucket reports whether the bucket exists. It is the first request to a server: an
// error also says if the server is spoken to without TLS and requires it.
func (s *Store) findBucket(ctx context.Context) (exists bool, err error) {
	err = s.headBucket(ctx)
	if errors.Is(err, storage.ErrNotFound) || hasCode(err, "NoSuchBucket") {
		return false, nil
	}
	at, urlErr := url.Parse(s.address)
	if err != nil && urlErr == nil && at.Scheme == "http" && tlscheck.SpeaksTLS(ctx, net.JoinHostPort(at.Hostname(), cmp.Or(at.Port(), "80"))) {
		return false, fault.Explain(errors.New(fault.Detail(err)),
			"%s requires TLS: begin --s3-endpoint or PROCEEDINGS_S3_ENDPOINT with https:// instead of http://", s.where)
	}
	return err == nil, err
}

func (s *Store) headBucket(ctx context.Context) error {
	_, err := s.client.HeadBucket(ctx, &sdk.HeadBucketInput{Bucket: s.bucket})
	return s.explain(ctx, err)
}

func (s *Store) createBucket(ctx context.Context) error {
	in := &sdk.CreateBucketInput{Bucket: s.bucket}
	if s.region != defaultRegion { // the one that must not be named
		in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(s.region)}
	}
	_, err := s.client.CreateBucket(ctx, in)
	switch _, code, _ := answer(err); code {
	case "BucketAlreadyOwnedByYou", "BucketAlreadyExists": // another was first; is it ours?
		return s.headBucket(ctx)
	}
	explained := s.explain(ctx, err)
	if errors.Is(explained, storage.ErrNotFound) { // versitygw does not know the key; nothing else can be missing
		return fault.Permanent(fault.Explain(err, "%s does not know this key: check AWS_ACCESS_KEY_ID", s.where))
	}
	return explained
}
