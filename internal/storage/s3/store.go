// Package s3 is a store on a server that speaks the S3 protocol. Only this
// package imports the AWS SDK.
//
// An object up to the part size is sent with one PutObject. A larger one is a
// multipart upload with four parallel parts, read directly from the body if it
// allows reads at several offsets. A failed Put aborts its multipart upload; a
// failed converts the error of a conditional write: a server that should match
// an ETag and finds no object reports it as not found.
package s3

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"proceedings/internal/storage"
)

var (
	_ storage.Store    = (*Store)(nil)
	_ storage.Uploader = (*Store)(nil)
)

// api are the methods of the SDK that this package uses.
type api interface {
	PutObject(context.Context, *sdk.PutObjectInput, ...func(*sdk.Options)) (*sdk.PutObjectOutput, error)
	GetObject(context.Context, *sdk.GetObjectInput, ...func(*sdk.Options)) (*sdk.GetObjectOutput, error)
	CopyObject(context.Context, *sdk.CopyObjectInput, ...func(*sdk.Options)) (*sdk.CopyObjectOutput, error)
	HeadObject(context.Context, *sdk.HeadObjectInput, ...func(*sdk.Options)) (*sdk.HeadObjectOutput, error)
	DeleteObject(context.Context, *sdk.DeleteObjectInput, ...func(*sdk.Options)) (*sdk.DeleteObjectOutput, error)
	ListObjectsV2(context.Context, *sdk.ListObjectsV2Input, ...func(*sdk.Options)) (*sdk.ListObjectsV2Output, error)

	CreateMultipartUpload(context.Context, *sdk.CreateMultipartUploadInput, ...func(*sdk.Options)) (*sdk.CreateMultipartUploadOutput, error)
	UploadPart(context.Context, *sdk.UploadPartInput, ...func(*sdk.Options)) (*sdk.UploadPartOutput, error)
	UploadPartCopy(context.Context, *sdk.UploadPartCopyInput, ...func(*sdk.Options)) (*sdk.UploadPartCopyOutput, error)
	ListParts(context.Context, *sdk.ListPartsInput, ...func(*sdk.Options)) (*sdk.ListPartsOutput, error)
	CompleteMultipartUpload(context.Context, *sdk.CompleteMultipartUploadInput, ...func(*sdk.Options)) (*sdk.CompleteMultipartUploadOutput, error)
	AbortMultipartUpload(context.Context, *sdk.AbortMultipartUploadInput, ...func(*sdk.Options)) (*sdk.AbortMultipartUploadOutput, error)

	HeadBucket(context.Context, *sdk.HeadBucketInput, ...func(*sdk.Options)) (*sdk.HeadBucketOutput, error)
	CreateBucket(context.Context, *sdk.CreateBucketInput, ...func(*sdk.Options)) (*sdk.CreateBucketOutput, error)

	GetBucketPolicy(context.Context, *sdk.GetBucketPolicyInput, ...func(*sdk.Options)) (*sdk.GetBucketPolicyOutput, error)
	PutBucketPolicy(context.Context, *sdk.PutBucketPolicyInput, ...func(*sdk.Options)) (*sdk.PutBucketPolicyOutput, error)
	GetBucketCors(context.Context, *sdk.GetBucketCorsInput, ...func(*sdk.Options)) (*sdk.GetBucketCorsOutput, error)
	PutBucketCors(context.Context, *sdk.PutBucketCorsInput, ...func(*sdk.Options)) (*sdk.PutBucketCorsOutput, error)
	GetBucketLifecycleConfiguration(context.Context, *sdk.GetBucketLifecycleConfigurationInput, ...func(*sdk.Options)) (*sdk.GetBucketLifecycleConfigurationOutput, error)
	PutBucketLifecycleConfiguration(context.Context, *sdk.PutBucketLifecycleConfigurationInput, ...func(*sdk.Options)) (*sdk.PutBucketLifecycleConfigurationOutput, error)
}

// Store is a [storage.Store] in one bucket. Use [Open] to make one.
type Store struct {
	client    api
	presign   *sdk.PresignClient
	bucket    *string
	region    string
	where     string // the server's address, for messages
	address   string // of the bucket, for readers without a key
	partSize  int64
	checksums Checksums
	transport *http.Transport          // for requests without a key
	slow      *awshttp.BuildableClient // for requests with a slow answer
}

// Put implements [storage.Store].
func (s *Store) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if err := storage.CheckKey(key); err != nil {
		return storage.Info{}, fmt.Errorf("put: %w", err)
	}
	rest, err := restOf(body)
	if err != nil {
		return storage.Info{}, fmt.Errorf("put %s: read the body: %w", key, err)
	}
	o := object{key, attrs, cond}
	o.attrs.ContentType = cmp.Or(attrs.ContentType, storage.DefaultType)
	put := s.putWhole
	if rest.Size() > s.partSize {
		put = s.putParts
	}
	info, err := put(ctx, o, rest)
	if err != nil {
		return storage.Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	return info, nil
}

// object is a put without its content.
type object struct {
	key   string
	attrs storage.Attrs
	cond  storage.Condition
}

func (o object) info(size int64, etag *string) storage.Info {
	return storage.Info{Key: o.key, Size: size, ETag: unquoted(etag), Attrs: o.attrs}
}

// failed gives an error the meaning that it has for a conditional write: a
// server that is to match an ETag and finds no object calls it not found.
func (o object) failed(err error) error {
	if o.cond.ETag != "" && errors.Is(err, storage.ErrNotFound) {
		return storage.ErrPrecondition
	}
	return err
}

// putWhole stores content with one request.
func (s *Store) putWhole(ctx context.Context, o object, content *io.SectionReader) (storage.Info, error) {
	return s.putWatched(ctx, o, content, new(progress))
}

func (s *Store) putWatched(ctx context.Context, o object, content *io.SectionReader, p *progress) (storage.Info, error) {
	body, sum, err := summed(content, p)
	if err != nil {
		return storage.Info{}, err
	}
	in := &sdk.PutObjectInput{
		Bucket: s.bucket, Key: &o.key, Body: body, ContentLength: aws.Int64(content.Size()), ChecksumSHA256: s.checksum(sum),
		ContentType: &o.attrs.ContentType, CacheControl: given(o.attrs.CacheControl), ContentDisposition: given(o.attrs.ContentDisposition),
		Metadata: o.attrs.Metadata,
	}
	in.IfNoneMatch, in.IfMatch = headers(o.cond)
	var out *sdk.PutObjectOutput
	err = withoutRace(ctx, func() (err error) {
		if _, err = body.Seek(0, io.SeekStart); err == nil {
			out, err = s.client.PutObject(ctx, in, signedWith(sum))
		}
		return err
	})
	if err != nil {
		return storage.Info{}, o.failed(s.explainSending(ctx, body, err))
	}
	return o.info(content.Size(), out.ETag), nil
}

// Stat implements [storage.Store].
func (s *Store) Stat(ctx context.Context, key string) (storage.Info, error) {
	if err := storage.CheckKey(key); err != nil {
		return storage.Info{}, fmt.Errorf("stat: %w", err)
	}
	info, err := s.stat(ctx, key)
	if err != nil {
		return storage.Info{}, fmt.Errorf("stat %s: %w", key, err)
	}
	return info, nil
}

func (s *Store) stat(ctx context.Context, key string) (storage.Info, error) {
	out, err := s.client.HeadObject(ctx, &sdk.HeadObjectInput{Bucket: s.bucket, Key: &key})
	if err != nil {
		return storage.Info{}, s.explain(ctx, err)
	}
	return storage.Info{
		Key: key, Size: aws.ToInt64(out.ContentLength), ETag: unquoted(out.ETag), Modified: aws.ToTime(out.LastModified),
		Attrs: attrs(out.ContentType, out.CacheControl, out.ContentDisposition, out.Metadata),
	}, nil
}

// Delete implements [storage.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := storage.CheckKey(key); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	_, err := s.client.DeleteObject(ctx, &sdk.DeleteObjectInput{Bucket: s.bucket, Key: &key})
	if err = s.explain(ctx, err); err != nil && !errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}

// headers are the conditional headers of cond.
func headers(cond storage.Condition) (ifNoneMatch, ifMatch *string) {
	if cond.Absent {
		ifNoneMatch = aws.String("*")
	}
	if cond.ETag != "" {
		ifMatch = aws.String(`"` + cond.ETag + `"`)
	}
	return ifNoneMatch, ifMatch
}

func unquoted(etag *string) string { return strings.Trim(aws.ToString(etag), `"`) }

// given is nil for an empty header value.
func given(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

func attrs(contentType, cacheControl, disposition *string, metadata map[string]string) storage.Attrs {
	if len(metadata) == 0 {
		metadata = nil
	}
	return storage.Attrs{
		ContentType: aws.ToString(contentType), CacheControl: aws.ToString(cacheControl),
		ContentDisposition: aws.ToString(disposition), Metadata: metadata,
	}
}
