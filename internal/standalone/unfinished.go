package standalone

import (
	"path/filepath"
	"time"

	"proceedings/internal/standalone/versitygw"
)

// UnfinishedUploads returns the folders in a data folder of uploads in parts that ended
// without an object and have not changed since before, with their sizes in bytes. Uploads of
// originals among them could be resumed.
func UnfinishedUploads(dir string, before time.Time) (map[string]int64, error) {
	return versitygw.Unfinished(filepath.Join(dir, objectsFolder), before)
}

// RemoveUpload deletes a folder of [UnfinishedUploads].
func RemoveUpload(folder string) error { return versitygw.RemoveUnfinished(folder) }
