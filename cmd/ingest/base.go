package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/meeting"
)

// bases holds the candidates for the base URL of a data folder's pages.
type bases struct {
	stored     string // in archive/site.json, by "ingest site --base-url"
	configured string // --base-url or PROCEEDINGS_BASE_URL
	listen     string // of this command's --listen
	remembered string // of the last "ingest run --listen" over this data folder
}

// choose returns the base URL: the first candidate that is set.
func (b bases) choose() string {
	return cmp.Or(b.stored, b.configured, b.listen, b.remembered, "http://"+defaultListen+"/")
}

// rememberedFile holds the URL of the last "ingest run --listen", so that other commands
// on the data folder publish for the same address.
const rememberedFile = "base-url"

// remembered reads that URL; empty if there is none.
func (d dataFlag) remembered() (string, error) {
	data, err := os.ReadFile(filepath.Join(d.Data, rememberedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the base URL of the data folder: %w", err)
	}
	base, err := meeting.ParseBase(strings.TrimSpace(string(data)))
	if err != nil {
		return "", fmt.Errorf("%s: %w; remove the file", filepath.Join(d.Data, rememberedFile), err)
	}
	return base, nil
}

// chooseBase sets the base URL of this command, and returns its candidates.
func (d dataFlag) chooseBase(ctx context.Context, sys *wire.System, configured, listen string) (bases, error) {
	site, err := archive.ReadSite(ctx, sys.Store)
	if err != nil {
		return bases{}, err
	}
	all := bases{stored: site.Base, configured: configured, listen: listen}
	if all.remembered, err = d.remembered(); err != nil {
		return bases{}, err
	}
	sys.Base = all.choose()
	return all, nil
}

// setBase sets the base URL of the pages. If --listen of a run changes it, setBase
// publishes the affected pages again and remembers the new URL.
func (d dataFlag) setBase(ctx context.Context, sys *wire.System, configured, listen string) error {
	all, err := d.chooseBase(ctx, sys, configured, listen)
	if err != nil {
		return err
	}
	if sys.Base == all.stored || sys.Base != listen || listen == all.remembered {
		return nil
	}
	if _, err = refresh(ctx, sys, false); err != nil {
		return err
	}
	if err = os.WriteFile(filepath.Join(d.Data, rememberedFile), []byte(listen+"\n"), 0o600); err != nil {
		return fmt.Errorf("remember the base URL: %w", err)
	}
	return nil
}
