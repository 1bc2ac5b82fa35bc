package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle makes all files of the folder web, by name: modules whose names have a
// hash of their content, the notices that go with them, and the index.
func bundle(web string) (map[string][]byte, error) {
	entries, err := filepath.Glob(filepath.Join(web, "src", "*.js"))
	if err != nil || len(entries) == 0 {
		return nil, fmt.Errorf("no entry point in %s", filepath.Join(web, "src"))
	}
	slices.Sort(entries)
	built := api.Build(api.BuildOptions{
		EntryPoints:   entries,
		AbsWorkingDir: web,
		Outdir:        filepath.Join(web, "dist"), // a name only: nothing is written there
		EntryNames:    "[name]-[hash]",
		ChunkNames:    "chunk-[hash]",
		Bundle:        true,
		Splitting:     true, // what two pages share is loaded once, and hls.js only where it is needed
		Format:        api.FormatESModule,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		// A page asks nobody: a script of a framework's that looks whether it runs
		// in development must not find that it does.
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsLinked,
		Metafile:          true,
		LogLevel:          api.LogLevelSilent,
	})
	if err = complaints(built); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range built.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	var meta metafile
	if err = json.Unmarshal([]byte(built.Metafile), &meta); err != nil {
		return nil, fmt.Errorf("read esbuild's account: %w", err)
	}
	name, text, err := licences(web, meta)
	if err != nil {
		return nil, err
	}
	files[name] = text
	files["assets.json"], err = json.MarshalIndent(index(meta, name), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the index: %w", err)
	}
	return files, nil
}

// complaints are esbuild's errors and warnings; neither may pass.
func complaints(built api.BuildResult) error {
	var list []error
	for _, m := range slices.Concat(built.Errors, built.Warnings) {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		list = append(list, errors.New(where+strings.TrimSpace(m.Text)))
	}
	return errors.Join(list...)
}
