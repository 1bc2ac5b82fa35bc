package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// blockSize is how much of an original is checked at once where not all of it
// is read.
const blockSize = 8 << 20

// blocks are the checksums of an original's blocks, kept beside it.
type blocks struct {
	Size   int64    `json:"size"`   // of the original
	Block  int64    `json:"block"`  // bytes in each block but the last
	SHA256 []string `json:"sha256"` // of each, in order
}

// blockWriter takes an original and adds up its blocks.
type blockWriter struct {
	sums  blocks
	hash  hash.Hash
	taken int64 // bytes of the block in hand
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

// blocks is the checksums of all that was written.
func (w *blockWriter) blocks() blocks {
	if w.taken > 0 {
		w.close()
	}
	return w.sums
}
