package s3

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

// restOf is body from its position to its end, as an io.ReaderAt.
func restOf(body io.ReadSeeker) (*io.SectionReader, error) {
	start, err := body.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, fmt.Errorf("find the position: %w", err)
	}
	end, err := body.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("find the end: %w", err)
	}
	at, ok := body.(io.ReaderAt)
	if !ok {
		at = &oneAtATime{r: body}
	}
	return io.NewSectionReader(at, start, max(0, end-start)), nil
}

// oneAtATime makes an io.ReaderAt of a reader that can only seek, without
// copies in memory. Reads wait for each other.
type oneAtATime struct {
	mu sync.Mutex
	r  io.ReadSeeker
}

// ReadAt implements [io.ReaderAt].
func (o *oneAtATime) ReadAt(p []byte, off int64) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, err := o.r.Seek(off, io.SeekStart); err != nil {
		return 0, fmt.Errorf("seek to %d: %w", off, err)
	}
	n, err := io.ReadFull(o.r, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// body is the body of one request. It keeps its read error and reports
// progress.
type body struct {
	r    *io.SectionReader
	at   int64
	p    *progress
	err  error
	size int64
}

// summed computes the SHA-256 of content and returns it as a body.
func summed(content *io.SectionReader, p *progress) (*body, [sha256.Size]byte, error) {
	sum, err := sha256Of(content)
	if err != nil {
		return nil, sum, err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return nil, sum, fmt.Errorf("read the body again: %w", err)
	}
	return &body{r: content, p: p, size: content.Size()}, sum, nil
}

func sha256Of(content *io.SectionReader) (sum [sha256.Size]byte, err error) {
	hash := sha256.New()
	n, err := io.Copy(hash, content)
	if err == nil && n < content.Size() {
		err = io.ErrUnexpectedEOF // it became shorter
	}
	if err != nil {
		return sum, fmt.Errorf("read the body: %w", err)
	}
	hash.Sum(sum[:0])
	return sum, nil
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.at += int64(n)
	b.p.add(int64(n))
	if errors.Is(err, io.EOF) && b.at < b.size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = fmt.Errorf("read the body: %w", err)
	}
	return n, err
}

// Seek implements [io.Seeker]. The SDK goes back to send a body again.
func (b *body) Seek(offset int64, whence int) (int64, error) {
	at, err := b.r.Seek(offset, whence)
	if err != nil {
		return at, fmt.Errorf("seek in the body: %w", err)
	}
	if at < b.at { // ahead it goes only to learn the length
		b.p.add(at - b.at)
		b.at = at
	}
	return at, nil
}

// signedWith gives the signature the checksum of the body. The SDK would read
// the body again, and progress would count twice.
func signedWith(sum [sha256.Size]byte) func(*sdk.Options) {
	set := middleware.InitializeMiddlewareFunc("signedWith",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			return next.HandleInitialize(v4.SetPayloadHash(ctx, hex.EncodeToString(sum[:])), in)
		})
	return sdk.WithAPIOptions(func(stack *middleware.Stack) error {
		return stack.Initialize.Add(set, middleware.Before)
	})
}

// checksum is the checksum that the server should verify, if it supports one.
func (s *Store) checksum(sum [sha256.Size]byte) *string {
	if s.checksums == Required {
		return nil
	}
	text := base64.StdEncoding.EncodeToString(sum[:])
	return &text
}

// progress sums up the bytes sent by all parts of an upload.
type progress struct {
	mu   sync.Mutex
	sent int64
	tell func(sent int64) // nil for nobody
}

func (p *progress) add(n int64) {
	if n == 0 || p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent += n
	p.tell(p.sent)
}
