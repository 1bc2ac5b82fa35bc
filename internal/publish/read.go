package publish

import (
	"context"
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// ReadFile reads a small file that a meeting's page links to.
func ReadFile(ctx context.Context, store storage.Store, space layout.Space, id, url string) ([]byte, error) {
	data, _, err := storage.ReadAll(ctx, store, space.Meeting(id, url))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", url, err)
	}
	return data, nil
}
