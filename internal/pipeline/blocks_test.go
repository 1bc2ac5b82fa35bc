package pipeline_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// blocks is the stored form of the checksums.
type blocks struct {
	Size   int64    `json:"size"`
	Block  int64    `json:"block"`
	SHA256 []string `json:"sha256"`
}

// patterned returns n bytes, with different content in each block.
func patterned(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i) ^ byte(i>>8) ^ byte(i>>16)
	}
	return string(b)
}

func TestBlockChecksumsAreStored(t *testing.T) {
	t.Parallel()
	const block = 8 << 20
	for name, size := range map[string]int{
		"a byte": 1, "less than a block": 1000, "a block": block, "a byte more": block + 1, "two blocks and a half": 5 * block / 2,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			content := patterned(size)
			m := submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", content}))
			checkBlocks(t, store, m.Sources[0].SHA256, content, block)
		})
	}
}

func checkBlocks(t *testing.T, store storage.Store, sum, content string, block int64) {
	t.Helper()
	var b blocks
	if _, err := storage.ReadJSON(t.Context(), store, layout.Blocks(sum), &b); err != nil {
		t.Fatal(err)
	}
	size := int64(len(content))
	if b.Size != size || b.Block != block || int64(len(b.SHA256)) != (size+block-1)/block {
		t.Fatalf("%d bytes have %d checksums of %d bytes each, of %d in all", size, len(b.SHA256), b.Block, b.Size)
	}
	for i, want := range b.SHA256 {
		at := int64(i) * block
		got := sha256.Sum256([]byte(content[at:min(at+block, size)]))
		if hex.EncodeToString(got[:]) != want {
			t.Errorf("block %d has another checksum", i)
		}
	}
}

// TestMissingBlockChecksums expects a fetch of the whole original, until the meeting is
// submitted again.
func TestMissingBlockChecksums(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	content := patterned(20 << 20)
	in := input(t, "board", meeting.Public, file{"day.mp4", content})
	sum := submit(t, store, in).Sources[0].SHA256
	if err := store.Delete(t.Context(), layout.Blocks(sum)); err != nil {
		t.Fatal(err)
	}
	some := []plan.Range{{From: 9 << 20, To: 10 << 20}}
	fetch := func() (content []byte, partial bool) {
		t.Helper()
		path, partial, release, err := originals.NewCache(store, t.TempDir(), 0).FetchRanges(t.Context(), sum, some)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		content, err = os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content, partial
	}
	if got, partial := fetch(); partial || !bytes.Equal(got, []byte(content)) {
		t.Errorf("without checksums it is fetched in part: %t", partial)
	}
	submit(t, store, in)
	checkBlocks(t, store, sum, content, 8<<20)
	got, partial := fetch()
	if want := content[8<<20 : 16<<20]; !partial || string(got[8<<20:16<<20]) != want {
		t.Errorf("with checksums it is fetched in part: %t, and the part is right: %t", partial, string(got[8<<20:16<<20]) == want)
	}
	if bytes.ContainsFunc(got[:8<<20], func(r rune) bool { return r != 0 }) {
		t.Error("a block that was not fetched has content")
	}
}
