package originals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// BlockSize is the unit, in bytes, in which a part of an original is verified.
const BlockSize = 8 << 20

// Blocks holds the checksums of an original's blocks, stored beside it.
type Blocks struct {
	Size   int64    `json:"size"`   // of the original
	Block  int64    `json:"block"`  // bytes of each block; the last may be shorter
	SHA256 []string `json:"sha256"` // of each, in order
}

// Complete reports whether b has a checksum for each block of an original of its size.
func (b Blocks) Complete() bool {
	return b.Block > 0 && b.Size >= 0 && int64(len(b.SHA256)) == (b.Size+b.Block-1)/b.Block
}

// BlockWriter computes the checksums of an original's blocks.
type BlockWriter struct {
	sums  Blocks
	hash  hash.Hash
	taken int64 // bytes of the current block
}

// NewBlockWriter returns a writer for blocks of that many bytes.
func NewBlockWriter(block int64) *BlockWriter {
	return &BlockWriter{sums: Blocks{Block: block}, hash: sha256.New()}
}

// Write implements [io.Writer] and never fails.
func (w *BlockWriter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		some := p[:min(int64(len(p)), w.sums.Block-w.taken)]
		w.hash.Write(some)
		w.taken += int64(len(some))
		p = p[len(some):]
		if w.taken == w.sums.Block {
			w.close()
		}
	}
	w.sums.Size += int64(n)
	return n, nil
}

func (w *BlockWriter) close() {
	w.sums.SHA256 = append(w.sums.SHA256, hex.EncodeToString(w.hash.Sum(nil)))
	w.hash.Reset()
	w.taken = 0
}

// Blocks returns the checksums of all written bytes.
func (w *BlockWriter) Blocks() Blocks {
	if w.taken > 0 {
		w.close()
	}
	return w.sums
}

// RemakeBlocks reads an original and replaces the checksums of its blocks. It changes nothing,
// and returns false, if the original is missing or damaged.
func RemakeBlocks(ctx context.Context, store storage.Store, sum string) (bool, error) {
	body, _, err := store.Get(ctx, layout.Source(sum), 0, -1)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	whole, sums := sha256.New(), NewBlockWriter(BlockSize)
	_, err = io.Copy(io.MultiWriter(whole, sums), body)
	err = errors.Join(err, body.Close())
	if errors.Is(err, storage.ErrDamaged) {
		return false, nil
	}
	if err != nil || hex.EncodeToString(whole.Sum(nil)) != sum {
		return false, err
	}
	return true, storage.WriteJSON(ctx, store, layout.Blocks(sum), sums.Blocks(), storage.Always)
}
