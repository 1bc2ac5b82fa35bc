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

// bundle returns the output files of the folder web by name: modules with a content
// hash in their names, licence notices, and the index assets.json.
func bundle(web string) (map[string][]byte, error) {
	entries, err := filepath.Glob(filepath.Join(web, "src", "*.js"))
	if err != nil || len(entries) == 0 {
		return nil, fmt.Errorf("no entry point in %s", filepath.Join(web, "src"))
	}
	slices.Sort(entries)
	built := api.Build(api.BuildOptions{
		EntryPoints:       entries,
		AbsWorkingDir:     web,
		Outdir:            filepath.Join(web, "dist"), // only a name: esbuild does not write files
		EntryNames:        "[name]-[hash]",
		ChunkNames:        "chunk-[hash]",
		Bundle:            true,
		Splitting:         true, // pages share chunks, and load hls.js only if needed
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		Alias:             map[string]string{"hls.js": "./node_modules/hls.js/src/hls.ts"},
		Define:            hlsParts(),
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
		return nil, fmt.Errorf("decode esbuild's metafile: %w", err)
	}
	name, text, err := licences(web, meta)
	if err != nil {
		return nil, err
	}
	files[name] = text
	files["assets.json"], err = json.MarshalIndent(index(meta, name), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode assets.json: %w", err)
	}
	return files, nil
}

// hlsParts selects the parts of hls.js that our playlists need: 120 KB compressed.
// The official builds have all parts (182 KB) or lack alternative audio (116 KB).
func hlsParts() map[string]string {
	const yes, no = "true", "false"
	return map[string]string{
		"__VERSION__":                   `"bundled"`,
		"__USE_ALT_AUDIO__":             yes, // audio is a separate rendition
		"__USE_MEDIA_CAPABILITIES__":    yes, // whether this device decodes AV1 smoothly
		"__USE_SUBTITLES__":             no,  // captions are <track> elements, for every way to play
		"__USE_EME_DRM__":               no,
		"__USE_CMCD__":                  no,
		"__USE_CONTENT_STEERING__":      no,
		"__USE_VARIABLE_SUBSTITUTION__": no,
		"__USE_M2TS_ADVANCED_CODECS__":  no,
		"__USE_INTERSTITIALS__":         no,
		"__USE_IFRAMES__":               no,
		"__IN_WORKER__":                 no, // a worker from a blob: URL violates the page's policy
		"__HLS_WORKER_BUNDLE__":         no,
	}
}

// complaints returns esbuild's errors and warnings as errors.
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
