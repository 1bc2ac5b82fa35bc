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
		EntryPoints:       entries,
		AbsWorkingDir:     web,
		Outdir:            filepath.Join(web, "dist"), // a name only: nothing is written there
		EntryNames:        "[name]-[hash]",
		ChunkNames:        "chunk-[hash]",
		Bundle:            true,
		Splitting:         true, // what two pages share is loaded once, and hls.js only where it is needed
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

// hlsParts says which parts of hls.js are built in: what our playlists need. Its
// own builds have all (182 KB compressed) or no sound beside the picture (116);
// from its sources we make what we need (120).
func hlsParts() map[string]string {
	const yes, no = "true", "false"
	return map[string]string{
		"__VERSION__":                   `"bundled"`,
		"__USE_ALT_AUDIO__":             yes, // sound is a rendition of its own
		"__USE_MEDIA_CAPABILITIES__":    yes, // is AV1 decoded smoothly here
		"__USE_SUBTITLES__":             no,  // captions are <track>s, for all ways to play
		"__USE_EME_DRM__":               no,
		"__USE_CMCD__":                  no,
		"__USE_CONTENT_STEERING__":      no,
		"__USE_VARIABLE_SUBSTITUTION__": no,
		"__USE_M2TS_ADVANCED_CODECS__":  no,
		"__USE_INTERSTITIALS__":         no,
		"__USE_IFRAMES__":               no,
		"__IN_WORKER__":                 no, // a worker from a blob: would need a hole in the policy of the page
		"__HLS_WORKER_BUNDLE__":         no,
	}
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
