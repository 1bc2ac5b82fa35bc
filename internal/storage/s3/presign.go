package s3

import (
	"context"
	"fmt"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

var _ storage.Presigner = (*Store)(nil)

// Presign implements [storage.Presigner]. The URL is that of the public
// endpoint, which is part of the signature. With temporary credentials it
// expires with them, if that is earlier.
func (s *Store) Presign(ctx context.Context, key string, lifetime time.Duration, name string) (string, error) {
	if err := storage.CheckKey(key); err != nil {
		return "", fmt.Errorf("presign: %w", err)
	}
	if lifetime < time.Second || lifetime > storage.LongestLink {
		return "", fault.Permanent(fmt.Errorf("presign %s: a lifetime of %s is not from 1 second to 7 days", key, lifetime))
	}
	in := &sdk.GetObjectInput{Bucket: s.bucket, Key: &key}
	if name != "" {
		in.ResponseContentDisposition = given(storage.Attachment(name))
	}
	request, err := s.presign.PresignGetObject(ctx, in, sdk.WithPresignExpires(lifetime))
	if err != nil {
		return "", fmt.Errorf("presign %s: %w", key, err)
	}
	return request.URL, nil
}
