package s3

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// EnsureBucket creates the bucket if it is not there.
func (s *Store) EnsureBucket(ctx context.Context) error {
	err := s.headBucket(ctx)
	if errors.Is(err, storage.ErrNotFound) {
		err = s.createBucket(ctx)
	}
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", *s.bucket, err)
	}
	return nil
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
