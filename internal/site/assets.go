package site

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"path"
	"slices"
	"sync"

	"proceedings/internal/layout"
)

// The folder dist holds the output of make web, or only a placeholder: pages
// then have no scripts.
//
//go:embed style.css icon.svg all:dist
var shared embed.FS

// Assets are the files that all pages of one kind share: style, icon, scripts.
// Each name contains a hash of the content, so they never change and are stored
// once, under [layout.Space.Asset].
type Assets struct {
	Style, Icon string          // names
	Script      string          // the page's module, or empty without a bundle
	Preload     []string        // modules that the script imports
	Licences    string          // of the bundled libraries
	Files       map[string]Page // all of the above and the modules that scripts load later, by name
}

// index is the bundler's list of files (tools/web/index.go).
type index struct {
	Entries map[string]struct {
		Script        string
		Preload, Lazy []string
	}
	Licences string
}

// known are the assets that were read, by entry: a worker needs them for each publication.
//
//nolint:gochecknoglobals // a cache of embedded files
var known sync.Map

// AssetsOf are the assets of the pages whose script is web/src/<entry>.js. Callers must not
// change the data of the files.
func AssetsOf(entry string) (Assets, error) {
	found, there := known.Load(entry)
	if !there {
		a, err := readAssets(entry)
		if err != nil {
			return Assets{}, err
		}
		found, _ = known.LoadOrStore(entry, a)
	}
	a := found.(Assets) //nolint:forcetypeassert // nothing else is stored
	a.Preload, a.Files = slices.Clone(a.Preload), maps.Clone(a.Files)
	return a, nil
}

func readAssets(entry string) (Assets, error) {
	a := Assets{Files: map[string]Page{}}
	var err error
	if a.Style, err = a.hashed("style.css"); err != nil {
		return Assets{}, err
	}
	if a.Icon, err = a.hashed("icon.svg"); err != nil {
		return Assets{}, err
	}
	data, err := shared.ReadFile("dist/assets.json")
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return Assets{}, fmt.Errorf("read the index of the scripts: %w", err)
	}
	var all index
	if err = json.Unmarshal(data, &all); err != nil {
		return Assets{}, fmt.Errorf("read the index of the scripts: %w", err)
	}
	scripts, there := all.Entries[entry]
	if !there {
		return Assets{}, fmt.Errorf("the bundle has no script %s: run make web", entry)
	}
	a.Script, a.Preload, a.Licences = scripts.Script, scripts.Preload, all.Licences
	for _, name := range slices.Concat([]string{scripts.Script, all.Licences}, scripts.Preload, scripts.Lazy) {
		if err = a.add(name); err != nil {
			return Assets{}, err
		}
	}
	return a, nil
}

// Style returns the style of all pages.
func Style() ([]byte, error) {
	data, err := shared.ReadFile("style.css")
	if err != nil {
		return nil, fmt.Errorf("read the style of the pages: %w", err)
	}
	return data, nil
}

// add adds a file of the bundle, and the legal comments that it links to.
func (a Assets) add(name string) error {
	data, err := shared.ReadFile(path.Join("dist", name))
	if err != nil {
		return fmt.Errorf("read the scripts: %w", err)
	}
	a.Files[name] = Page{Data: data, Type: typeOf(name), Asset: true}
	const legal = ".LEGAL.txt"
	if data, err = shared.ReadFile(path.Join("dist", name+legal)); err == nil {
		a.Files[name+legal] = Page{Data: data, Type: typeOf(legal), Asset: true}
	}
	return nil
}

// hashed adds a file of this package under a name with its hash.
func (a Assets) hashed(name string) (string, error) {
	data, err := shared.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	full := layout.Hashed(name, data)
	a.Files[full] = Page{Data: data, Type: typeOf(name), Asset: true}
	return full, nil
}

// typeOf is the media type of one of our files. Package mime would give a type
// that depends on the machine.
func typeOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8" // RFC 9239
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}
