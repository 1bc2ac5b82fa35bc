package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"path/filepath"
	"sync/atomic"

	"proceedings/internal/layout"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// tally is a store that counts the bytes of originals that are read of it.
type tally struct {
	storage.Store

	read atomic.Int64
}

func (s *tally) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	body, info, err := s.Store.Get(ctx, key, offset, length)
	if err == nil && filepath.Base(key) == "original" {
		return &talliedBody{body, s}, info, nil
	}
	return body, info, err
}

type talliedBody struct {
	io.ReadCloser

	of *tally
}

func (b *talliedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.of.read.Add(int64(n))
	return n, err
}

// fataler is a test or a check of rapid's.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// keep stores an original, and the checksums of its blocks of that size; without
// them where it is 0.
func keep(t fataler, store storage.Store, content []byte, block int64) (sum string) {
	t.Helper()
	h := sha256.Sum256(content)
	sum = hex.EncodeToString(h[:])
	if _, err := store.Put(context.Background(), layout.Source(sum), bytes.NewReader(content), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	if block == 0 {
		return sum
	}
	b := originals.Blocks{Size: int64(len(content)), Block: block}
	for at := int64(0); at < b.Size; at += block {
		h := sha256.Sum256(content[at:min(at+block, b.Size)])
		b.SHA256 = append(b.SHA256, hex.EncodeToString(h[:]))
	}
	if err := storage.WriteJSON(context.Background(), store, layout.Blocks(sum), b, storage.Always); err != nil {
		t.Fatal(err)
	}
	return sum
}

// read is the parameters of a step that this package planned.
func read[P any](s plan.Step) P {
	var p P
	if err := json.Unmarshal(s.Params, &p); err != nil {
		panic(err)
	}
	return p
}
