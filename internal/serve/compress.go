package serve

import (
	"bytes"
	"container/list"
	"context"
	"fmt"
	"io"
	"mime"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"

	"proceedings/internal/storage"
)

// Limits of what is compressed, in bytes.
const (
	codedMin = 1 << 10  // an answer in one packet gains nothing
	codedMax = 16 << 20 // larger objects are sent as they are
	cacheMax = 64 << 20

	entrySize = 1 << 10 // what an entry takes besides its data
)

// compressible reports whether an object has a coding besides its own.
func compressible(info storage.Info) bool {
	if info.Size < codedMin || info.Size > codedMax {
		return false
	}
	mediaType, _, _ := mime.ParseMediaType(info.ContentType)
	switch mediaType {
	case "application/json", "application/javascript", "application/xml", "application/vnd.apple.mpegurl":
		return true
	}
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+xml") || strings.HasSuffix(mediaType, "+json")
}

// compressor compresses objects once and keeps the result in memory.
type compressor struct {
	store storage.Store
	group singleflight.Group // requests for one object share the work

	mu    sync.Mutex
	made  map[string]*list.Element // of kept
	order list.List                // of kept, the last used first
	bytes int
}

type kept struct {
	id string
	compressed
}

// compressed is an object in a coding; empty if that is not smaller.
type compressed struct {
	data []byte
	etag string // of the object
}

// get returns an object in a coding.
func (c *compressor) get(ctx context.Context, key string, info storage.Info, in coding) (compressed, error) {
	id := string(in) + " " + key + "\n"
	if found, ok := c.cached(id + info.ETag); ok {
		return found, nil
	}
	v, err, _ := c.group.Do(id+info.ETag, func() (any, error) {
		if found, ok := c.cached(id + info.ETag); ok { // made since
			return found, nil
		}
		made, err := c.compress(context.WithoutCancel(ctx), key, in) // others wait for it, too
		if err == nil {
			c.keep(id+made.etag, made)
		}
		return made, err
	})
	made, _ := v.(compressed)
	return made, err //nolint:wrapcheck // of compress
}

func (c *compressor) compress(ctx context.Context, key string, in coding) (made compressed, err error) {
	body, info, err := c.store.Get(ctx, key, 0, -1)
	if err != nil {
		return made, err
	}
	defer func() { _ = body.Close() }() // only read
	var out bytes.Buffer
	z := in.writer(&out)
	if _, err = io.Copy(z, body); err == nil {
		err = z.Close()
	}
	if err != nil {
		return made, fmt.Errorf("compress %s: %w", key, err)
	}
	made.etag = info.ETag
	if int64(out.Len()) < info.Size {
		made.data = bytes.Clone(out.Bytes())
	}
	return made, nil
}

func (c *compressor) cached(id string) (compressed, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.made[id]
	if !ok {
		return compressed{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(kept).compressed, true //nolint:forcetypeassert // the list has no other
}

// keep adds an entry, and drops those that were not used for the longest time.
func (c *compressor) keep(id string, made compressed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made = map[string]*list.Element{}
	}
	if c.made[id] != nil {
		return
	}
	c.made[id] = c.order.PushFront(kept{id, made})
	c.bytes += len(made.data) + entrySize
	for c.bytes > cacheMax {
		last := c.order.Remove(c.order.Back()).(kept) //nolint:forcetypeassert // the list has no other
		c.bytes -= len(last.data) + entrySize
		delete(c.made, last.id)
	}
}
