package originals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// maxShare is the share of an original's blocks above which FetchRanges fetches all of
// it.
const maxShare = 0.6

// FetchRanges returns the path of a sparse file of the original's size with the wanted
// byte ranges, verified by block. It fetches the whole original, and partial is false,
// if that is cached or cheaper, or has no readable block checksums. Call release after use.
func (s *Cache) FetchRanges(ctx context.Context, sum string, wanted []plan.Range) (path string, partial bool, release func(), err error) {
	var b Blocks
	var runs []span
	if len(wanted) > 0 && !s.has(sum) {
		_, err = storage.ReadJSON(ctx, s.store, layout.Blocks(sum), &b)
		if errors.Is(err, storage.ErrDamaged) {
			b, err = Blocks{}, nil
		}
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return "", false, nil, err
		}
		runs = b.cover(wanted)
	}
	if len(runs) == 0 {
		path, release, err = s.Fetch(ctx, sum)
		return path, false, release, err
	}
	file, err := os.CreateTemp(s.dir, sum+".some-")
	if err != nil {
		return "", false, nil, fmt.Errorf("fetch: %w", err)
	}
	remove := func() { _ = os.Remove(file.Name()) } // if this fails, the next sweep of the scratch folder removes it
	err = file.Truncate(b.Size)
	for _, run := range runs {
		if err == nil {
			err = s.fetchBlocks(ctx, file, sum, b, run)
		}
	}
	if err = errors.Join(err, file.Close()); err != nil {
		remove()
		return "", false, nil, fmt.Errorf("fetch byte ranges: %w", err)
	}
	return filepath.Join(s.dir, filepath.Base(file.Name())), true, remove, nil
}

// has reports whether an original is cached or being downloaded.
func (s *Cache) has(sum string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, there := s.entries[sum]
	return there
}

// span is a half-open range of blocks.
type span struct{ from, to int64 }

// cover returns the spans of blocks that contain the wanted ranges, in order; none if
// they exceed maxShare.
func (b Blocks) cover(wanted []plan.Range) (runs []span) {
	if !b.Complete() {
		return nil
	}
	need := make([]bool, len(b.SHA256))
	for _, r := range wanted {
		from, to := max(0, r.From), min(r.To, b.Size)
		for at := from / b.Block; from < to && at*b.Block < to; at++ {
			need[at] = true
		}
	}
	var count int64
	for i := int64(0); i < int64(len(need)); i++ {
		if !need[i] {
			continue
		}
		count++
		if n := len(runs); n > 0 && runs[n-1].to == i {
			runs[n-1].to++
		} else {
			runs = append(runs, span{i, i + 1})
		}
	}
	if float64(count) > maxShare*float64(len(need)) {
		return nil
	}
	return runs
}

// fetchBlocks fetches a span of blocks and verifies each before it writes it.
func (s *Cache) fetchBlocks(ctx context.Context, file *os.File, sum string, b Blocks, run span) (err error) {
	off := run.from * b.Block
	body, _, err := s.store.Get(ctx, layout.Source(sum), off, min(run.to*b.Block, b.Size)-off)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	buf := make([]byte, b.Block)
	for i := run.from; i < run.to; i++ {
		block := buf[:min(b.Block, b.Size-i*b.Block)]
		if _, err = io.ReadFull(body, block); err != nil {
			return fmt.Errorf("read block %d: %w", i, err)
		}
		got := sha256.Sum256(block)
		if hex.EncodeToString(got[:]) != b.SHA256[i] {
			return mismatch(fmt.Sprintf("%s in block %d", b.SHA256[i], i), hex.EncodeToString(got[:]))
		}
		if _, err = file.WriteAt(block, i*b.Block); err != nil {
			return fmt.Errorf("write block %d: %w", i, err)
		}
	}
	return nil
}
