package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Assets names the files that the catalogue's pages load from the folder of assets.
type Assets struct {
	Style, Icon string
	Script      string           // module
	Preload     []string         // modules that the script imports
	Files       map[string]Asset // all of these, and modules that the script loads later
}

// Asset is an immutable file; its name contains a hash.
type Asset struct {
	Data []byte
	Type string // media type
}

//go:embed catalogue.css
var ownStyle []byte

// ownStyleName is the name of the catalogue's own style sheet.
func ownStyleName() string {
	return layout.Hashed("catalogue.css", ownStyle)
}

// assets stores the missing assets.
func (c Catalogue) assets(ctx context.Context) error {
	files := map[string]Asset{ownStyleName(): {ownStyle, "text/css; charset=utf-8"}}
	maps.Copy(files, c.Assets.Files)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		key := layout.Public.Asset(name)
		if _, err := c.Store.Stat(ctx, key); !errors.Is(err, storage.ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		sum := sha256.Sum256(files[name].Data)
		attrs := storage.Attrs{
			ContentType: files[name].Type, CacheControl: storage.CacheForever, Metadata: map[string]string{sumName: hex.EncodeToString(sum[:])},
		}
		if _, err := c.Store.Put(ctx, key, bytes.NewReader(files[name].Data), attrs, storage.Always); err != nil {
			return err
		}
	}
	return nil
}
