package main

import (
	"testing"

	"proceedings/internal/storage"
	"proceedings/internal/storage/storagetest"
)

func TestAFolderIsAStore(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, func(t *testing.T) storage.Store { return folder{t.TempDir()} })
}
