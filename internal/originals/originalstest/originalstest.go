// Package originalstest helps tests of what reads originals.
package originalstest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"sync/atomic"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Tally is a store that counts the bytes of originals that are read from it.
type Tally struct {
	storage.Store

	Read atomic.Int64
}

// Get implements [storage.Store].
func (s *Tally) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	body, info, err := s.Store.Get(ctx, key, offset, length)
	if err == nil && filepath.Base(key) == "original" {
		return &talliedBody{body, s}, info, nil
	}
	return body, info, err
}

type talliedBody struct {
	io.ReadCloser

	of *Tally
}

// Read implements [io.Reader].
func (b *talliedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.of.Read.Add(int64(n))
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

// Fataler is a *testing.T or a *rapid.T.
type Fataler interface {
	Helper()
	Fatal(args ...any)
}

// Store stores an original, and the checksums of its blocks of block bytes; none if
// block is 0. It returns the SHA-256 of the original.
func Store(t Fataler, store storage.Store, content []byte, block int64) (sum string) {
	t.Helper()
	h := sha256.Sum256(content)
	sum = hex.EncodeToString(h[:])
	if _, err := store.Put(context.Background(), layout.Source(sum), bytes.NewReader(content), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	if block == 0 {
		return sum
	}
	b := struct { // as package originals stores it
		Size   int64    `json:"size"`
		Block  int64    `json:"block"`
		SHA256 []string `json:"sha256"`
	}{Size: int64(len(content)), Block: block}
	for at := int64(0); at < b.Size; at += block {
		h := sha256.Sum256(content[at:min(at+block, b.Size)])
		b.SHA256 = append(b.SHA256, hex.EncodeToString(h[:]))
	}
	if err := storage.WriteJSON(context.Background(), store, layout.Blocks(sum), b, storage.Always); err != nil {
		t.Fatal(err)
	}
	return sum
}
