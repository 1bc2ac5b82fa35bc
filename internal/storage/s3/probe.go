package s3

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// noETag is an ETag that no probe object has.
const noETag = "00000000000000000000000000000000"

// ErrUnconditional means that a server ignores the conditions of writes.
var ErrUnconditional = errors.New("writes are unconditional")

// Probe checks that the server honours conditional writes, and refuses one that
// does not: two writers could overwrite each other there unnoticed.
func (s *Store) Probe(ctx context.Context) (err error) {
	key := layout.Probes + rand.Text()
	defer func() {
		// The caller's error says more than that of the tidying after it.
		if tidyErr := s.Delete(context.WithoutCancel(ctx), key); err == nil {
			err = tidyErr
		}
	}()
	info, err := s.Put(ctx, key, probeBody(), storage.Attrs{}, storage.Always)
	if err != nil {
		return fmt.Errorf("try a write: %w", err)
	}
	for _, try := range []struct {
		what string
		put  func() error
	}{
		{"If-None-Match on PutObject", func() error { return s.tryWhole(ctx, key, storage.IfAbsent) }},
		{"If-Match on PutObject", func() error { return s.tryWhole(ctx, key, storage.IfMatch(noETag)) }},
		{"If-None-Match on CompleteMultipartUpload", func() error { return s.tryParts(ctx, key, storage.IfAbsent) }},
	} {
		err := try.put()
		switch {
		case errors.Is(err, storage.ErrPrecondition):
		case err == nil:
			return fault.Permanent(fault.Explain(ErrUnconditional,
				"%s ignores the condition %s, so that two writers could overwrite each other: use a server that answers 412 to it", s.where, try.what))
		default:
			return fmt.Errorf("try the condition %s: %w", try.what, err)
		}
	}
	if err := s.tryWhole(ctx, key, storage.IfMatch(info.ETag)); err != nil {
		return fmt.Errorf("try a write over the ETag that %s gave: %w", s.where, err)
	}
	return nil
}

func probeBody() io.ReadSeeker { return bytes.NewReader([]byte("a probe of conditional writes\n")) }

func (s *Store) tryWhole(ctx context.Context, key string, cond storage.Condition) error {
	_, err := s.Put(ctx, key, probeBody(), storage.Attrs{}, cond)
	return err
}

// tryParts is a multipart put that leaves the check of the condition to the
// server.
func (s *Store) tryParts(ctx context.Context, key string, cond storage.Condition) error {
	o := object{key, storage.Attrs{ContentType: storage.DefaultType}, cond}
	content, err := restOf(probeBody())
	if err != nil {
		return err
	}
	id, err := s.begin(ctx, o, s.algorithm())
	if err != nil {
		return err
	}
	done, err := s.sendPart(ctx, key, id, content, 1, new(progress))
	if err == nil {
		_, err = s.complete(ctx, o, id, content.Size(), []types.CompletedPart{done})
	}
	if err != nil {
		return errors.Join(err, s.abort(ctx, key, id))
	}
	return nil
}
