package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"proceedings/internal/manifest"
)

// Version names what is known of a meeting.
func Version(man manifest.Manifest) (string, error) {
	data, err := json.Marshal(man)
	if err != nil {
		return "", fmt.Errorf("encode the manifest of %s: %w", man.ID, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), nil
}
