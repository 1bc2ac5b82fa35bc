package manifest_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	reflector "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

const schemaPath = "../../docs/manifest.schema.json"

// TestSchemaMatchesGolden holds the checked-in schema to the Go types. It is
// generated here and nowhere else: no program needs it at run time.
func TestSchemaMatchesGolden(t *testing.T) {
	t.Parallel()
	golden(t, schemaPath, generateSchema(t))
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	return generateSchemaOf(t, manifest.Manifest{}, manifest.SchemaID, "Manifest of a meeting")
}

// nameOf tells the nouns of package meeting from what has the same name here.
func nameOf(t reflect.Type) string {
	if t == reflect.TypeFor[meeting.View]() {
		return "ViewKind"
	}
	return t.Name()
}

func generateSchemaOf(t *testing.T, v any, id reflector.ID, title string) []byte {
	t.Helper()
	r := &reflector.Reflector{
		// A later release may add keys within a version; readers ignore them.
		AllowAdditionalProperties: true,
		ExpandedStruct:            true,
		Namer:                     nameOf,
	}
	// The descriptions are the comments on the fields.
	for _, dir := range []string{".", "../meeting"} {
		if err := r.AddGoComments("proceedings/internal/manifest", dir); err != nil {
			t.Fatal(err)
		}
	}
	for key, comment := range r.CommentMap {
		r.CommentMap[key] = strings.Join(strings.Fields(comment), " ")
	}
	schema := r.Reflect(v)
	schema.ID = id
	schema.Title = title
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// compileSchema reads the schema that is checked in, as a website's developer
// would.
func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return compileSchemaAt(t, schemaPath, manifest.SchemaID)
}

func compileSchemaAt(t *testing.T, path, id string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err = c.AddResource(id, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSchemaAcceptsEncodedManifests(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t)
	for name, m := range map[string]manifest.Manifest{
		"a full meeting": manifesttest.Sample(),
		"a bare one":     {ID: "x", Revision: 1, State: manifest.Processing, Visibility: "private"},
	} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(must(manifest.Encode(m))))
		if err != nil {
			t.Fatal(err)
		}
		if err = schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesInvalidManifests(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t)
	good := string(must(manifest.Encode(manifesttest.Sample())))
	tests := []struct{ name, old, new string }{
		{"an absolute URL", `"url": "../../derived/77aa01/02cd/deck.pdf"`, `"url": "https://example.org/deck.pdf"`},
		{"a script for a URL", `"url": "../../derived/77aa01/02cd/deck.pdf"`, `"url": "javascript:alert(1)"`},
		{"an unknown state", `"state": "published"`, `"state": "done"`},
		{"an unknown visibility", `"visibility": "public"`, `"visibility": "world"`},
		{"no ID", `"id": "demo-day-2026",`, ``},
		{"no decks at all", `"decks": [`, `"deck": [`},
		{"a size in words", `"size": 1800000,`, `"size": "1.8 MB",`},
		{"a checksum of another kind", `"sha256": "` + manifesttest.File("a", "", 0).SHA256, `"sha256": "d41d8cd98f00b204e9800998ecf8427e`},
		{"a recording of no kind", `"kind": "audio"`, `"kind": "film"`},
		{"a rendition without a list of files", `"files": [`, `"file": [`},
		{"a start before the beginning", `"start": 754.5`, `"start": -1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if bad == good {
				t.Fatalf("the sample has no %s", tt.old)
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
			if err != nil {
				t.Fatal(err)
			}
			if err = schema.Validate(doc); err == nil {
				t.Errorf("the schema holds for %s", tt.new)
			}
		})
	}
}
