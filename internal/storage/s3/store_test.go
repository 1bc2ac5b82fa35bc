package s3_test

import (
	"testing"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
	"proceedings/internal/storage/storagetest"
)

// TestStore runs against a real server, as do most tests here: what the
// protocol's documents say and what a server does are two things.
func TestStore(t *testing.T) {
	t.Parallel()
	if cfg, external := s3test.External(t); external {
		store := s3test.Open(t, cfg)
		if err := store.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
		storagetest.Run(t, func(t *testing.T) storage.Store { return s3test.Folder(t, store) })
		return
	}
	server := s3test.Start(t)
	for _, checksums := range []s3.Checksums{s3.Supported, s3.Required} {
		t.Run("checksums "+string(checksums), func(t *testing.T) {
			t.Parallel()
			storagetest.Run(t, func(t *testing.T) storage.Store {
				cfg := s3test.Bucket(t, server)
				cfg.Checksums = checksums
				return s3test.Open(t, cfg)
			})
		})
	}
	t.Run("in a folder", func(t *testing.T) {
		t.Parallel()
		store := s3test.Open(t, server)
		storagetest.Run(t, func(t *testing.T) storage.Store { return s3test.Folder(t, store) })
	})
}
