package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/bench/align/deckgen"
	"proceedings/internal/proc"
)

// made is a deck in files of the cache.
type made struct {
	seed  uint64
	pages int
	dir   string
}

// cacheVersion is part of the names of the files in the cache. It changes when decks or
// recordings of a seed do.
const cacheVersion = "v3"

// pdf is the deck as PDF, with a set of fonts.
func (m made) pdf(fonts string) string { return filepath.Join(m.dir, fonts+".pdf") }

// images is the folder of the page images, with a set of fonts.
func (m made) images(fonts string) string { return filepath.Join(m.dir, "pages-"+fonts) }

// other is the set of fonts of the deck's other rendering.
func (m made) other() string { return []string{"noto", "dejavu"}[m.seed%2] }

// decks makes decks of those seeds, with that many pages each, or 0 for as many as the
// seed gives. Decks of an earlier run are taken from the cache. It exports them all at
// once: LibreOffice takes longer to start than to convert one.
func (b bench) decks(ctx context.Context, seeds []uint64, pages int) ([]made, error) {
	var list, missing []made
	for _, seed := range seeds {
		m := made{seed: seed, pages: pages, dir: filepath.Join(b.dir, fmt.Sprintf("deck-%s-%d-%d", cacheVersion, seed, pages))}
		list = append(list, m)
		if _, err := os.Stat(m.dir); err != nil {
			missing = append(missing, m)
		}
	}
	if len(missing) == 0 {
		return list, nil
	}
	scratch, err := os.MkdirTemp(b.dir, "making-")
	if err != nil {
		return nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }() // can be made again
	groups := map[uint64][]int{}
	for _, m := range missing {
		d := deckgen.MakePages(m.seed, m.pages)
		groups[m.seed] = d.Groups
		if err := os.WriteFile(filepath.Join(scratch, m.file()+".fodp"), d.FODP, 0o600); err != nil {
			return nil, fmt.Errorf("write a deck: %w", err)
		}
	}
	for _, set := range fontSets() {
		if err := b.export(ctx, set, scratch, missing); err != nil {
			return nil, err
		}
	}
	for _, m := range missing {
		if err := b.store(ctx, m, scratch, groups[m.seed]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (m made) file() string { return fmt.Sprintf("deck%d", m.seed) }

// export converts decks to PDF files in a folder of scratch that is named like the set.
func (b bench) export(ctx context.Context, set fontSet, scratch string, decks []made) error {
	conf := filepath.Join(scratch, set.name+".conf")
	if err := os.WriteFile(conf, []byte(set.conf(filepath.Join(scratch, "cache-"+set.name))), 0o600); err != nil {
		return fmt.Errorf("write the fonts' configuration: %w", err)
	}
	args := []string{
		"--headless", "-env:UserInstallation=file://" + filepath.Join(scratch, "profile-"+set.name),
		"--convert-to", "pdf", "--outdir", filepath.Join(scratch, set.name),
	}
	files := len(args)
	for _, m := range decks {
		if set.name == "recording" || set.name == m.other() {
			args = append(args, filepath.Join(scratch, m.file()+".fodp"))
		}
	}
	if len(args) == files {
		return nil // LibreOffice without a file waits for one
	}
	return b.run(ctx, proc.Command{Path: "soffice", Args: args, Dir: scratch, Env: []string{"FONTCONFIG_FILE=" + conf}, Memory: 16 << 30})
}

// store renders the page images of a deck and moves it into the cache.
func (b bench) store(ctx context.Context, m made, scratch string, groups []int) error {
	dir := filepath.Join(scratch, m.file())
	for _, fonts := range []string{"recording", m.other()} {
		pages := filepath.Join(dir, filepath.Base(m.images(fonts)))
		if err := os.MkdirAll(pages, 0o750); err != nil {
			return fmt.Errorf("make a folder for pages: %w", err)
		}
		pdf := filepath.Join(dir, filepath.Base(m.pdf(fonts)))
		if err := os.Rename(filepath.Join(scratch, fonts, m.file()+".pdf"), pdf); err != nil {
			return fmt.Errorf("take the PDF file of deck %d: %w", m.seed, err)
		}
		if err := b.render(ctx, pdf, pages); err != nil {
			return err
		}
		if err := b.run(ctx, proc.Command{Path: "pdftotext", Dir: dir, Args: []string{pdf, filepath.Join(pages, textFile)}}); err != nil {
			return err
		}
		text := strings.Trim(strings.ReplaceAll(fmt.Sprint(groups), " ", "\n"), "[]") + "\n"
		if err := os.WriteFile(filepath.Join(pages, groupsFile), []byte(text), 0o600); err != nil {
			return fmt.Errorf("write the groups of deck %d: %w", m.seed, err)
		}
	}
	if err := os.Rename(dir, m.dir); err != nil {
		return fmt.Errorf("store deck %d: %w", m.seed, err)
	}
	return nil
}

// render makes page images like those that are published.
func (b bench) render(ctx context.Context, pdf, dir string) error {
	return b.run(ctx, proc.Command{Path: "pdftocairo", Dir: dir, Args: []string{
		"-jpeg", "-jpegopt", "quality=85", "-scale-to-x", "1600", "-scale-to-y", "-1", pdf, filepath.Join(dir, "page"),
	}})
}

// run runs a tool.
func (b bench) run(ctx context.Context, c proc.Command) error {
	_, err := b.tools.runner.Run(ctx, c)
	return err
}
