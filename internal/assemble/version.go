package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"proceedings/internal/manifest"
)

// Version returns a hash of the manifest, as 16 hex digits.
func Version(man manifest.Manifest) (string, error) {
	data, err := json.Marshal(man)
	if err != nil {
		return "", fmt.Errorf("encode the manifest of %s: %w", man.ID, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), nil
}
