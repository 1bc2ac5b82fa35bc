package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// Get implements [storage.Store]. An interrupted stream is resumed where it
// broke, as long as the object is unchanged.
func (s *Store) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	if err := storage.CheckKey(key); err != nil {
		return nil, storage.Info{}, fmt.Errorf("get: %w", err)
	}
	if offset < 0 {
		return nil, storage.Info{}, fault.Permanent(fmt.Errorf("get %s: offset %d is below zero", key, offset))
	}
	r, info, err := s.open(ctx, key, offset, length)
	if err != nil {
		return nil, storage.Info{}, fmt.Errorf("get %s: %w", key, err)
	}
	return r, info, nil
}

func (s *Store) open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	if length == 0 { // which no range can say
		info, err := s.stat(ctx, key)
		return http.NoBody, info, err
	}
	out, err := s.getObject(ctx, key, byteRange(offset, length), nil)
	if errors.Is(err, errRange) {
		return s.openBeyond(ctx, key, offset)
	}
	if err != nil {
		return nil, storage.Info{}, err
	}
	info := storage.Info{
		Key: key, Size: offset + aws.ToInt64(out.ContentLength), ETag: unquoted(out.ETag), Modified: aws.ToTime(out.LastModified),
		Attrs: attrs(out.ContentType, out.CacheControl, out.ContentDisposition, out.Metadata),
	}
	end := info.Size
	if out.ContentRange != nil {
		info.Size, err = wholeSize(*out.ContentRange)
	} else if offset > 0 || out.ContentLength == nil {
		err = fmt.Errorf("%s does not say which bytes it sends", s.where)
	}
	if err != nil {
		return nil, storage.Info{}, errors.Join(err, out.Body.Close())
	}
	r := &resuming{body: out.Body, at: offset, end: end, where: s.where}
	r.reopen = func(at int64) (io.ReadCloser, error) { return s.reopen(ctx, key, out.ETag, at, end) }
	return r, info, nil
}

// openBeyond is the empty body of a read at or beyond the end.
func (s *Store) openBeyond(ctx context.Context, key string, offset int64) (io.ReadCloser, storage.Info, error) {
	info, err := s.stat(ctx, key)
	if err == nil && info.Size > offset {
		err = errors.New("it was replaced meanwhile")
	}
	return http.NoBody, info, err
}

// reopen requests the bytes from at to end of the same object again.
func (s *Store) reopen(ctx context.Context, key string, etag *string, at, end int64) (io.ReadCloser, error) {
	out, err := s.getObject(ctx, key, byteRange(at, end-at), etag)
	if errors.Is(err, storage.ErrPrecondition) {
		return nil, errors.New("it was replaced while it was read")
	}
	if err != nil {
		return nil, err
	}
	starts := at == 0 || strings.HasPrefix(aws.ToString(out.ContentRange), fmt.Sprintf("bytes %d-", at))
	if got := aws.ToInt64(out.ContentLength); !starts || got != end-at {
		return nil, errors.Join(fmt.Errorf("%s sends %d bytes where %d from %d on were asked for", s.where, got, end-at, at), out.Body.Close())
	}
	return out.Body, nil
}

func (s *Store) getObject(ctx context.Context, key string, byteRange, ifMatch *string) (*sdk.GetObjectOutput, error) {
	in := &sdk.GetObjectInput{Bucket: s.bucket, Key: &key, Range: byteRange, IfMatch: ifMatch}
	out, err := s.client.GetObject(ctx, in, func(o *sdk.Options) {
		if byteRange != nil { // some servers send the checksum of the whole with a range of it
			o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
		}
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return out, nil
}

// byteRange is the Range header for length bytes from offset on; nil for the
// whole object.
func byteRange(offset, length int64) *string {
	switch {
	case length > 0 && offset+length > offset: // no overflow
		return aws.String(fmt.Sprintf("bytes=%d-%d", offset, offset+length-1))
	case offset > 0:
		return aws.String(fmt.Sprintf("bytes=%d-", offset))
	}
	return nil
}

// wholeSize is the size of the object that a Content-Range is of:
// "bytes 0-9/100" (RFC 9110, section 14.4).
func wholeSize(contentRange string) (int64, error) {
	_, size, _ := strings.Cut(contentRange, "/")
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the range %q does not say the object's size", contentRange)
	}
	return n, nil
}
