package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// blockSize is the unit, in bytes, in which a part of an original is verified.
const blockSize = 8 << 20

// blocks holds the checksums of an original's blocks, stored beside it.
type blocks struct {
	Size   int64    `json:"size"`   // of the original
	Block  int64    `json:"block"`  // bytes of each block; the last may be shorter
	SHA256 []string `json:"sha256"` // of each, in order
}

// blockWriter computes the checksums of an original's blocks.
type blockWriter struct {
	sums  blocks
	hash  hash.Hash
	taken int64 // bytes of the current block
}

func newBlockWriter() *blockWriter {
	return &blockWriter{sums: blocks{Block: blockSize}, hash: sha256.New()}
}

// Write implements [io.Writer] and never fails.
func (w *blockWriter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		some := p[:min(int64(len(p)), blockSize-w.taken)]
		w.hash.Write(some)
		w.taken += int64(len(some))
		p = p[len(some):]
		if w.taken == blockSize {
			w.close()
		}
	}
	w.sums.Size += int64(n)
	return n, nil
}

func (w *blockWriter) close() {
	w.sums.SHA256 = append(w.sums.SHA256, hex.EncodeToString(w.hash.Sum(nil)))
	w.hash.Reset()
	w.taken = 0
}

// blocks returns the checksums of all written bytes.
func (w *blockWriter) blocks() blocks {
	if w.taken > 0 {
		w.close()
	}
	return w.sums
}
