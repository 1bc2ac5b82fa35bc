package manifest_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
)

func TestEncodeWritesTheSample(t *testing.T) {
	t.Parallel()
	got, err := manifest.Encode(manifesttest.Sample())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/sample.json", got)
}

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]manifest.Manifest{"a full meeting": manifesttest.Sample(), "an empty one": {ID: "x"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first, err := manifest.Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			back, err := manifest.Decode(first)
			if err != nil {
				t.Fatal(err)
			}
			second, err := manifest.Encode(back)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(first), string(second)); diff != "" {
				t.Errorf("a second round differs:\n%s", diff)
			}
			if !bytes.HasSuffix(first, []byte("}\n")) {
				t.Errorf("the manifest does not end with a newline: %q", first[len(first)-5:])
			}
		})
	}
	back, err := manifest.Decode(must(manifest.Encode(manifesttest.Sample())))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manifesttest.Sample(), back); diff != "" {
		t.Errorf("Decode(Encode(sample)) differs (-want +got):\n%s", diff)
	}
}

func TestEncodeKeepsItsArgument(t *testing.T) {
	t.Parallel()
	m := manifest.Manifest{ID: "x"}
	must(manifest.Encode(m))
	if m.Decks != nil || m.Schema != 0 {
		t.Errorf("Encode changed its argument: %+v", m)
	}
}

func TestEncodeWritesEmptyListsAndPlainAmpersands(t *testing.T) {
	t.Parallel()
	got := string(must(manifest.Encode(manifest.Manifest{ID: "x", Title: `R&D <"2026">`})))
	for _, want := range []string{`"decks": []`, `"warnings": []`, `"recordings": []`, `"title": "R&D <\"2026\">"`, `"schema": 2`} {
		if !strings.Contains(got, want) {
			t.Errorf("Encode = %s\nwant %s in it", got, want)
		}
	}
	if strings.Contains(got, "null") {
		t.Errorf("Encode = %s\nwant no null", got)
	}
}

func TestDecodeExplainsRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"a later schema version", `{"schema": 3, "recordings": "all different"}`, "is a manifest of schema version 3, and this release reads up to version 2"},
		{"no schema version", `{"id": "x"}`, "is no manifest: it names no schema version"},
		{"no JSON", `<html>`, "decode a manifest: invalid character '<' looking for beginning of value"},
		{"a field of another type", `{"schema": 1, "title": 4}`, "decode a manifest: json: cannot unmarshal number into Go struct field Manifest.title of type string"},
		{"more after the end", `{"schema": 1} {}`, "decode a manifest: invalid character '{' after top-level value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := manifest.Decode([]byte(tt.data))
			if fault.Reason(err) != tt.want || !fault.IsPermanent(err) {
				t.Errorf("Decode(%s) = %v (permanent: %v), want %q", tt.data, err, fault.IsPermanent(err), tt.want)
			}
		})
	}
}

func TestDecodeIgnoresKeysOfALaterRelease(t *testing.T) {
	t.Parallel()
	m, err := manifest.Decode([]byte(`{"schema": 1, "id": "x", "captions": [1, 2]}`))
	if err != nil || m.ID != "x" {
		t.Errorf("Decode = %+v, %v, want the meeting x", m, err)
	}
}

// TestDecodeReadsVersion1: what an earlier release stored is read, without the
// one file that a rendition was, and can be written again.
func TestDecodeReadsVersion1(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("ab", 32)
	m, err := manifest.Decode([]byte(`{"schema": 1, "id": "x", "revision": 4, "state": "published", "recordings": [{"id": "a", "kind": "video",
		"renditions": [{"url": "720p.mp4", "type": "video/mp4", "size": 5, "sha256": "` + sum + `", "id": "720p", "height": 720}],
		"storyboard": {"columns": 10, "rows": 10}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := manifest.Manifest{
		Schema: 1, ID: "x", Revision: 4, State: manifest.Published, Recordings: []manifest.Recording{{
			ID: "a", Kind: manifest.Video, Renditions: []manifest.Rendition{{ID: "720p", Height: 720}},
			Storyboard: manifest.Storyboard{Columns: 10, Rows: 10},
		}},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("Decode differs (-want +got):\n%s", diff)
	}
	again := string(must(manifest.Encode(m)))
	if !strings.Contains(again, `"files": []`) || !strings.Contains(again, `"schema": 2`) || m.Recordings[0].Renditions[0].Files != nil {
		t.Errorf("Encode = %s\nwant version 2 with an empty list of files, and its argument %+v left alone", again, m)
	}
}

// TestFilesYieldsEveryURL compares the walk over Go values with what a reader
// sees: every "url" key in the JSON.
func TestFilesYieldsEveryURL(t *testing.T) {
	t.Parallel()
	var raw any
	if err := json.Unmarshal(must(manifest.Encode(manifesttest.Sample())), &raw); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	countURLs(raw, want)
	got := map[string]int{}
	for f := range manifesttest.Sample().Files() {
		got[f.URL]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Files() differs from the urls in the JSON (-want +got):\n%s", diff)
	}
	for range manifesttest.Sample().Files() {
		break // a reader may stop early
	}
}

func countURLs(v any, count map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		if url, is := v["url"].(string); is {
			count[url]++
		}
		for _, child := range v {
			countURLs(child, count)
		}
	case []any:
		for _, child := range v {
			countURLs(child, count)
		}
	}
}

// TestSampleHasSomethingInEveryField keeps the tests above honest: a field
// that the sample leaves empty is a field they do not look at.
func TestSampleHasSomethingInEveryField(t *testing.T) {
	t.Parallel()
	filled := map[string]bool{}
	markFilled(reflect.ValueOf(manifesttest.Sample()), filled)
	for field, full := range filled {
		if !full {
			t.Errorf("the sample has nothing in %s", field)
		}
	}
}

func markFilled(v reflect.Value, filled map[string]bool) {
	switch v.Kind() {
	case reflect.Struct:
		for field, value := range v.Fields() {
			name := v.Type().Name() + "." + field.Name
			filled[name] = filled[name] || !value.IsZero()
			markFilled(value, filled)
		}
	case reflect.Slice:
		for i := range v.Len() {
			markFilled(v.Index(i), filled)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			markFilled(v.MapIndex(key), filled)
		}
	}
}

func TestCheckRefusesForeignURLs(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"https://example.org/a.mp4", "//example.org/a.mp4", "/a.mp4", "javascript:alert(1)", "data:text/html,x",
		`\\example.org\a.mp4`, `..\a.mp4`, "a b.mp4", "a.mp4?x=1", "a.mp4#t", "a/../../b", "a//b", "./a.mp4", "..", "../", "a\n.mp4", "é.mp4", "a:b", `a"b`, "a%2fb", "%2e%2e/a", "",
	} {
		m := manifest.Manifest{ID: "x", Documents: []manifest.Document{{File: manifesttest.File(url, "video/mp4", 1)}}}
		if err := m.Check(); err == nil || !fault.IsPermanent(err) {
			t.Errorf("Check with URL %q = %v, want a permanent error", url, err)
		}
		if _, err := manifest.Encode(m); err == nil {
			t.Errorf("Encode with URL %q succeeded", url)
		}
	}
	for _, url := range []string{"master.m3u8", "../../derived/ab-12/720p.mp4", "iiif/manifest.json", "_x", "~x"} {
		m := manifest.Manifest{ID: "x", Documents: []manifest.Document{{File: manifesttest.File(url, "video/mp4", 1)}}}
		if err := m.Check(); err != nil {
			t.Errorf("Check with URL %q = %v, want nil", url, err)
		}
	}
}

func TestCheckRefusesFilesWithoutChecksum(t *testing.T) {
	t.Parallel()
	noType, noSum := manifesttest.File("a", "", 1), manifesttest.File("a", "video/mp4", 1)
	noSum.SHA256 = "ABCD"
	for _, f := range []manifest.File{noType, noSum} {
		m := manifest.Manifest{Pages: map[string]manifest.File{"a": f}}
		if err := m.Check(); err == nil {
			t.Errorf("Check with %+v = nil, want an error", f)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
