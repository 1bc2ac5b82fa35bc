package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"golang.org/x/sync/errgroup"

	"proceedings/internal/storage"
)

const (
	// atOnce is the number of parallel parts: enough to fill a connection with
	// high latency, few enough to share it.
	atOnce = 4

	// abortTime is the timeout for an abort after the caller has gone.
	abortTime = 30 * time.Second
)

// putParts stores content with a multipart upload, completely or not at all.
func (s *Store) putParts(ctx context.Context, o object, content *io.SectionReader) (storage.Info, error) {
	if err := s.expect(ctx, o); err != nil {
		return storage.Info{}, err
	}
	size, err := partSizeFor(content.Size(), s.partSize)
	if err != nil {
		return storage.Info{}, err
	}
	id, err := s.begin(ctx, o, s.algorithm())
	if err != nil {
		return storage.Info{}, err
	}
	done, err := s.sendParts(ctx, o.key, id, content, split(content.Size(), size), new(progress))
	if err == nil {
		var info storage.Info
		info, err = s.complete(ctx, o, id, content.Size(), done)
		if err == nil {
			return info, nil
		}
	}
	return storage.Info{}, errors.Join(err, s.abort(ctx, o.key, id))
}

// expect checks the condition of o before gigabytes are sent. The server
// decides when the upload is completed.
func (s *Store) expect(ctx context.Context, o object) error {
	if o.cond == storage.Always {
		return nil
	}
	info, err := s.stat(ctx, o.key)
	switch {
	case errors.Is(err, storage.ErrNotFound) && o.cond.ETag == "":
		return nil
	case err != nil:
		return o.failed(err)
	case o.cond.Absent || info.ETag != o.cond.ETag:
		return storage.ErrPrecondition
	}
	return nil
}

// algorithm is that of the checksums of sent parts; empty if the server has none.
func (s *Store) algorithm() types.ChecksumAlgorithm {
	if s.checksums == Supported {
		return types.ChecksumAlgorithmSha256
	}
	return ""
}

// begin starts a multipart upload and returns its ID. Each part needs a checksum of the
// algorithm, if one is given.
func (s *Store) begin(ctx context.Context, o object, sums types.ChecksumAlgorithm) (id string, err error) {
	in := &sdk.CreateMultipartUploadInput{
		Bucket: s.bucket, Key: &o.key,
		ContentType: &o.attrs.ContentType, CacheControl: given(o.attrs.CacheControl), ContentDisposition: given(o.attrs.ContentDisposition),
		Metadata: o.attrs.Metadata, ChecksumAlgorithm: sums,
	}
	out, err := s.client.CreateMultipartUpload(ctx, in)
	if err != nil {
		return "", s.explain(ctx, err)
	}
	return aws.ToString(out.UploadId), nil
}

// sendParts sends parts of content in parallel. The first failure cancels the
// others.
func (s *Store) sendParts(ctx context.Context, key, id string, content io.ReaderAt, parts []part, p *progress) ([]types.CompletedPart, error) {
	done := make([]types.CompletedPart, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, part := range parts {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() (err error) {
			done[i], err = s.sendPart(ctx, key, id, io.NewSectionReader(content, part.offset, part.size), part.number, p)
			if err != nil {
				return fmt.Errorf("part %d of %d bytes: %w", part.number, part.size, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err //nolint:wrapcheck // it names the part
	}
	return done, nil
}

func (s *Store) sendPart(ctx context.Context, key, id string, content *io.SectionReader, number int32, p *progress) (types.CompletedPart, error) {
	body, sum, err := summed(content, p)
	if err != nil {
		return types.CompletedPart{}, err
	}
	checksum := s.checksum(sum)
	out, err := s.client.UploadPart(ctx, &sdk.UploadPartInput{
		Bucket: s.bucket, Key: &key, UploadId: &id, PartNumber: &number,
		Body: body, ContentLength: aws.Int64(content.Size()), ChecksumSHA256: checksum,
	}, signedWith(sum))
	if err != nil {
		return types.CompletedPart{}, s.explainSending(ctx, body, err)
	}
	return types.CompletedPart{PartNumber: &number, ETag: out.ETag, ChecksumSHA256: checksum}, nil
}

// complete completes the multipart upload if the condition of o holds.
func (s *Store) complete(ctx context.Context, o object, id string, size int64, parts []types.CompletedPart) (storage.Info, error) {
	slices.SortFunc(parts, func(a, b types.CompletedPart) int { return int(*a.PartNumber - *b.PartNumber) })
	in := &sdk.CompleteMultipartUploadInput{
		Bucket: s.bucket, Key: &o.key, UploadId: &id,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	}
	in.IfNoneMatch, in.IfMatch = headers(o.cond)
	var out *sdk.CompleteMultipartUploadOutput
	err := withoutRace(ctx, func() (err error) {
		out, err = s.client.CompleteMultipartUpload(ctx, in, s.slowAnswer)
		return err
	})
	if err != nil {
		return storage.Info{}, o.failed(s.explain(ctx, err))
	}
	return o.info(size, out.ETag), nil
}

// Abort implements [storage.Uploader].
func (s *Store) Abort(ctx context.Context, key string, upload storage.UploadState) error {
	if err := s.abort(ctx, key, upload.ID); err != nil {
		return fmt.Errorf("abort the upload of %s: %w", key, err)
	}
	return nil
}

// abort aborts the multipart upload, even if ctx has ended: leftover parts are
// invisible and cost money.
func (s *Store) abort(ctx context.Context, key, id string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abortTime)
	defer cancel()
	_, err := s.client.AbortMultipartUpload(ctx, &sdk.AbortMultipartUploadInput{Bucket: s.bucket, Key: &key, UploadId: &id})
	err = s.explain(ctx, err)
	if err == nil || errors.Is(err, errNoUpload) || errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("take its parts back: %w", err)
}
