package s3

import (
	"context"
	"fmt"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"proceedings/internal/storage"
)

// List implements [storage.Store].
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		pages := sdk.NewListObjectsV2Paginator(s.client, &sdk.ListObjectsV2Input{Bucket: s.bucket, Prefix: given(prefix)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(storage.Info{}, fmt.Errorf("list %s: %w", prefix, s.explain(ctx, err)))
				return
			}
			for _, o := range page.Contents {
				info := storage.Info{
					Key: aws.ToString(o.Key), Size: aws.ToInt64(o.Size), ETag: unquoted(o.ETag), Modified: aws.ToTime(o.LastModified),
				}
				if !yield(info, nil) {
					return
				}
			}
		}
	}
}
