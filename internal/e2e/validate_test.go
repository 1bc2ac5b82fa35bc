package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/site"
)

// validate runs the validators of web/validate on published files and returns their
// findings.
func validate(t *testing.T, args ...string) (wrong []string, checked string) {
	t.Helper()
	proctest.Need(t, "node")
	if _, err := os.Stat("../../web/node_modules/ajv"); err != nil {
		proctest.Missing(t, "the validators are not fetched: make web")
	}
	node := exec.CommandContext(t.Context(), "node", append([]string{"../../web/validate/validate.mjs"}, args...)...)
	var errs strings.Builder
	node.Stderr = &errs
	out, err := node.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) || errs.Len() > 0 {
		t.Fatalf("the validators failed: %v\n%s%s", err, out, errs.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	wrong, checked = lines[:len(lines)-1], lines[len(lines)-1]
	if (err == nil) != (len(wrong) == 0) {
		t.Fatalf("%v, with the findings %q", err, lines)
	}
	return wrong, checked
}

// testSite returns the settings of the golden files' site.
func testSite() meeting.Site {
	return meeting.Site{Base: "https://media.example.org/archive/", Title: "Library media", Language: "en"}
}

// linkedSample returns the page and the machine-readable files of the meeting in the
// golden files of package manifest, by name.
func linkedSample(t *testing.T) map[string]string {
	t.Helper()
	const golden = "../manifest/testdata/"
	files := map[string]string{}
	for name, path := range map[string]string{
		"manifest.json": "sample.json", "slides-bees-pptx.json": "slides.json", "main-hall.m3u8": "master-two-languages.m3u8",
		"media.m3u8": "media-parts.m3u8", "iframes.m3u8": "iframes-parts.m3u8", "manifest.mpd": "parts.mpd", "storyboard.vtt": "storyboard.vtt",
		"chapters.vtt": "linked/chapters.vtt", "chapters.json": "linked/chapters.json",
	} {
		data, err := os.ReadFile(golden + path)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	m, err := manifest.Decode([]byte(files["manifest.json"]))
	if err != nil {
		t.Fatal(err)
	}
	var chapters strings.Builder
	if err = manifest.WriteHLSChapters(&chapters, m, m.Recordings[0]); err != nil {
		t.Fatal(err)
	}
	files["hls-chapters.json"] = chapters.String()
	linked, err := manifest.LinkedFiles(m, testSite())
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range linked {
		files[name] = string(file.Data)
	}
	pages, err := site.Pages(site.Input{Manifest: m, Site: testSite()})
	if err != nil {
		t.Fatal(err)
	}
	files["index.html"] = string(pages["index.html"].Data)
	return files
}

// writeFile writes a file below dir and returns its path.
func writeFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestValidatorsAcceptTheSample(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var paths []string
	for name, text := range linkedSample(t) {
		paths = append(paths, writeFile(t, dir, name, text))
	}
	wrong, checked := validate(t, paths...)
	if len(wrong) > 0 || checked != fmt.Sprintf("%d files checked, 0 mistakes", len(paths)) {
		t.Errorf("%s:\n%s", checked, strings.Join(wrong, "\n"))
	}
}

// TestValidatorsFindErrors breaks one thing in each file. A validator that accepts
// everything would accept the sample, too.
func TestValidatorsFindErrors(t *testing.T) {
	t.Parallel()
	sample := linkedSample(t)
	tests := []struct{ name, file, old, new, want string }{
		{"an unknown state", "manifest.json", `"state": "published"`, `"state": "done"`, "/state"},
		{"a slide without a number", "slides-bees-pptx.json", `"number":`, `"no":`, "number"},
		{"a variant without codecs", "main-hall.m3u8", `CODECS=`, `X-CODECS=`, "has no CODECS"},
		{"a variant with a missing group", "main-hall.m3u8", `AUDIO="audio"`, `AUDIO="sound"`, "missing AUDIO group sound"},
		{"a truncated playlist", "media.m3u8", `#EXT-X-ENDLIST`, ``, "has no #EXT-X-ENDLIST"},
		{"a segment that is too long", "media.m3u8", `#EXT-X-TARGETDURATION:`, "#EXT-X-TARGETDURATION:1\n#X-WAS:", "more than the target duration 1"},
		{"not a playlist", "iframes.m3u8", `#EXTM3U`, `<html>`, "does not start with #EXTM3U"},
		{"a truncated DASH manifest", "manifest.mpd", `</MPD>`, ``, ""},
		{"a DASH manifest without media", "manifest.mpd", `Representation`, `Presentation`, ""},
		{"a cue without a valid time", "storyboard.vtt", ` --> 00:`, ` -> 00:`, "line"},
		{"a chapter with a tag in it", "chapters.vtt", "Doors open", "Doors <open", "line"},
		{"chapters of another version", "chapters.json", `"1.2.0"`, `"2.0"`, "/version"},
		{"a chapter without a start", "hls-chapters.json", `"start-time": 0,`, ``, "start-time"},
		{"an oEmbed photo without a size", "slides/bees-pptx/2.json", `"width": 1600,`, ``, "width"},
		{"an oEmbed video with a script", "oembed.json", `<iframe `, `<script></script><iframe `, "/html"},
		{"a thumbnail without a size", "oembed.json", `"thumbnail_width": 1280,`, ``, "thumbnail_width"},
		{"a stream without sources", "data.json", `"sources": {`, `"files": {`, "sources"},
		{"an id with another URL", "iiif/manifest.json", `/iiif/manifest.json",`, `/iiif/other.json",`, "does not match the URL"},
		{"a canvas without a size", "iiif/manifest.json", `"width": 1600,`, ``, "height"},
		{"an annotation on no canvas", "iiif/manifest.json", `"target": "https://media.example.org/archive/meetings/demo-day-2026/iiif/canvas/recording-radio"`, `"target": "https://media.example.org/x"`, "is not a canvas"},
		{"a range beyond the end", "iiif/manifest.json", `#t=0,750`, `#t=0,7500`, "in 3600.04 s"},
		{"a label that is a string", "iiif/manifest.json", `"label": {`, `"label": "x", "labels": {`, "label"},
		{"two canvases with one id", "iiif/manifest.json", `/iiif/canvas/recording-garden",`, `/iiif/canvas/recording-radio",`, "duplicate id"},
		{"rights by https", "iiif/manifest.json", `"rights": "http:`, `"rights": "https:`, "/rights"},
		{"a video without a name", "index.html", `"name": "Demo day \u0026 open house: Main hall",`, ``, `"name"`},
		{"a video without a date", "index.html", `"uploadDate": "2026-03-14T00:00:00Z",`, ``, "uploadDate"},
		{"a property that is not in schema.org", "index.html", `"startOffset"`, `"startsAt"`, "startsAt"},
		{"a type that is not in schema.org", "index.html", `"@type": "PresentationDigitalDocument"`, `"@type": "SlideDeck"`, "SlideDeck"},
		{"JSON-LD that is not JSON", "index.html", `"@graph": [`, `"@graph": [,`, ""},
		{"a clip on another page", "index.html", `index.html?t=750"`, `other.html?t=750"`, "other.html"},
		{"an image without a text alternative", "index.html", `property="og:image:alt"`, `property="og:image:words"`, "og:image:alt"},
		{"a player without a size", "index.html", `name="twitter:player:width"`, `name="twitter:player:breadth"`, "twitter:player:width"},
	}
	dir := t.TempDir()
	var paths []string
	for i, tt := range tests {
		text := strings.Replace(sample[tt.file], tt.old, tt.new, 1)
		if text == sample[tt.file] {
			t.Fatalf("%s: %s does not contain %s", tt.name, tt.file, tt.old)
		}
		paths = append(paths, writeFile(t, dir, fmt.Sprintf("%d/%s", i, tt.file), text))
	}
	wrong, _ := validate(t, paths...)
	for i, tt := range tests {
		var found []string
		for _, line := range wrong {
			if output, is := strings.CutPrefix(line, paths[i]+": "); is {
				found = append(found, output)
			}
		}
		if output := strings.Join(found, "\n"); output == "" || !strings.Contains(output, tt.want) {
			t.Errorf("%s: output %q, want %q in it", tt.name, output, tt.want)
		}
	}
}

// TestValidatorsReportMissingFiles removes files that a manifest names.
func TestValidatorsReportMissingFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range linkedSample(t) {
		writeFile(t, dir, "meetings/demo-day-2026/"+name, text)
	}
	for _, name := range []string{"derived/4b7a01/19cc/captions.vtt", "derived/1f0c33/a91b/storyboard.vtt"} {
		writeFile(t, dir, name, "WEBVTT\n\n00:00.000 --> 00:01.000\nx\n")
	}
	wrong, _ := validate(t, filepath.Join(dir, "meetings/demo-day-2026"))
	output := strings.Join(wrong, "\n")
	for _, want := range []string{
		"../../derived/77aa01/02cd/deck.pdf: missing, although the manifest names it",
		"720p.m3u8: cannot be read",
		"https://media.example.org/archive/meetings/demo-day-2026/embed.html does not exist",
	} {
		if !strings.Contains(output, want) {
			t.Errorf("the output does not contain %q:\n%s", want, output)
		}
	}
}

// verifyLinked runs the validators on a published meeting.
func verifyLinked(t *testing.T, base, id string) {
	t.Helper()
	wrong, checked := validate(t, base+"meetings/"+id+"/")
	if len(wrong) > 0 {
		t.Errorf("the validators found:\n%s", strings.Join(wrong, "\n"))
	}
	t.Logf("%s: %s", id, checked)
}
