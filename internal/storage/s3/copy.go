package s3

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"golang.org/x/sync/errgroup"

	"proceedings/internal/storage"
)

// copyParts is the size of a part of a copy, in parts of an upload. The server copies
// without a transfer, so that it can be larger; S3 copies at most 5 GiB in one request.
const copyParts = 4

// Copy implements [storage.Store]. The server copies a large object in parts.
func (s *Store) Copy(ctx context.Context, from, to string) error {
	err := storage.CheckKey(from)
	if err == nil {
		err = storage.CheckKey(to)
	}
	var info storage.Info
	if err == nil {
		info, err = s.stat(ctx, from)
	}
	if err == nil {
		if source := s.copySource(from); info.Size > copyParts*s.partSize {
			err = s.copyInParts(ctx, source, object{key: to, attrs: info.Attrs}, info.Size)
		} else {
			err = s.copyWhole(ctx, source, to)
		}
	}
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", from, to, err)
	}
	return nil
}

// copySource is the x-amz-copy-source header for a key.
func (s *Store) copySource(key string) *string {
	path := (&url.URL{Path: *s.bucket + "/" + key}).EscapedPath()
	return &path
}

func (s *Store) copyWhole(ctx context.Context, source *string, to string) error {
	err := withoutRace(ctx, func() error {
		_, err := s.client.CopyObject(ctx, &sdk.CopyObjectInput{Bucket: s.bucket, Key: &to, CopySource: source}, s.slowAnswer)
		return err
	})
	return s.explain(ctx, err)
}

// copyInParts copies an object of size bytes with a multipart upload, completely or
// not at all.
func (s *Store) copyInParts(ctx context.Context, source *string, o object, size int64) error {
	partSize, err := partSizeFor(size, copyParts*s.partSize)
	if err != nil {
		return err
	}
	id, err := s.begin(ctx, o, "") // servers need not return checksums of copied parts
	if err != nil {
		return err
	}
	parts := split(size, partSize)
	done := make([]types.CompletedPart, len(parts))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, part := range parts {
		group.Go(func() error {
			out, copyErr := s.client.UploadPartCopy(inner, &sdk.UploadPartCopyInput{
				Bucket: s.bucket, Key: &o.key, UploadId: &id, PartNumber: &part.number, CopySource: source,
				CopySourceRange: aws.String(fmt.Sprintf("bytes=%d-%d", part.offset, part.offset+part.size-1)),
			}, s.slowAnswer)
			if copyErr != nil {
				return fmt.Errorf("part %d of %d bytes: %w", part.number, part.size, s.explain(inner, copyErr))
			}
			done[i] = types.CompletedPart{PartNumber: &part.number, ETag: out.CopyPartResult.ETag}
			return nil
		})
	}
	if err = group.Wait(); err == nil {
		_, err = s.complete(ctx, o, id, size, done)
	}
	if err != nil {
		return errors.Join(err, s.abort(ctx, o.key, id))
	}
	return nil
}
