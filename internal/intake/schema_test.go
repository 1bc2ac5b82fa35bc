package intake_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"proceedings/internal/intake"
	"proceedings/internal/plan"
)

var update = flag.Bool("update", false, "rewrite docs/meeting.schema.json and the table of docs/input-files.md")

const schemaFile = "../../docs/meeting.schema.json"

// schema is the JSON Schema of meeting.yaml, for editors.
func schema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true, ExpandedStruct: true, Anonymous: true}
	if err := r.AddGoComments("proceedings/internal/intake", "./", jsonschema.WithFullComment()); err != nil {
		t.Fatal(err)
	}
	r.Mapper = func(t reflect.Type) *jsonschema.Schema {
		if t == reflect.TypeFor[intake.Moment]() {
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{
				{Type: "number", Minimum: "0"},
				{Type: "string", Pattern: `^(\d{1,7}|(\d{1,3}:[0-5]\d|\d{1,4}):[0-5]\d)(\.\d{1,9})?$`},
			}}
		}
		if t == reflect.TypeFor[intake.TrimPoint]() {
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{
				{Type: "number", Minimum: "0"},
				{Type: "string", Pattern: `^(auto|(\d{1,7}|(\d{1,3}:[0-5]\d|\d{1,4}):[0-5]\d)(\.\d{1,9})?)$`},
			}}
		}
		if t == reflect.TypeFor[intake.Offset]() {
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{
				{Type: "number"},
				{Type: "string", Pattern: `^-?(\d{1,7}|(\d{1,3}:[0-5]\d|\d{1,4}):[0-5]\d)(\.\d{1,9})?$`},
			}}
		}
		if t == reflect.TypeFor[intake.Planned]() {
			return &jsonschema.Schema{Type: "string", Pattern: `^([0-2]\d:[0-5]\d(:[0-5]\d)?|\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d(:[0-5]\d(Z|[+-]\d\d:\d\d)?)?)$`}
		}
		return nil
	}
	s := r.Reflect(&intake.Sheet{})
	s.Title = "meeting.yaml"
	for _, name := range []string{"Document", "Captions", "Recording", "View"} {
		long := *s.Definitions[name]
		s.Definitions[name] = &jsonschema.Schema{
			Description: long.Description,
			OneOf:       []*jsonschema.Schema{{Type: "string", MinLength: new(uint64(1))}, &long},
		}
		long.Description = ""
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

func TestSchemaIsInStep(t *testing.T) {
	t.Parallel()
	want := schema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil { //nolint:gosec // for all to read
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/meeting.schema.json is not what the types say; go test ./internal/intake -update rewrites it (-want +got):\n%s", diff)
	}
}

// Package plan decides which profiles there are; the schema has to list them.
func TestSchemaListsTheProfiles(t *testing.T) {
	t.Parallel()
	var s struct {
		Properties struct {
			Profile struct {
				Enum        []string
				Description string
			}
		}
	}
	if err := json.Unmarshal(schema(t), &s); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, p := range plan.Profiles() {
		want = append(want, p.Name)
		if !strings.Contains(s.Properties.Profile.Description, p.Name+" for ") {
			t.Errorf("%q does not say what %s is for", s.Properties.Profile.Description, p.Name)
		}
	}
	if diff := cmp.Diff(want, s.Properties.Profile.Enum); diff != "" {
		t.Errorf("profiles (-want +got):\n%s", diff)
	}
}

// What the schema allows, the reader takes, and the other way round.
func TestSchemaAndReaderAgree(t *testing.T) {
	t.Parallel()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(schema(t)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := validator.NewCompiler()
	if err = compiler.AddResource("meeting.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("meeting.json")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		sheet string
		good  bool
	}{
		{"all keys", "title: x\ndate: 2023-06-06\nid: a-b\ndescription: x\nlanguage: en\nvisibility: private\nprofile: camera\nposter: '12:30'\n" +
			"people: [{name: x, role: y, affiliation: z}]\nrights: {license: a, holder: b, downloads: true}\n" +
			"presentations: [{id: a, title: b, speaker: c, deck: d, recording: e, start: 1.5}, {title: x, speakers: [a, b], start: '1:02:03.5'}]\n" +
			"documents: [a.pdf, {file: b.pdf, title: c}]\nrecordings: [a.mp4, {files: [b.mp4, c.mp4], shows: speaker, views: [d.mp4, {file: e.mp4, shows: screen, offset: '-1:05.5'}]}]\n" +
			"together: false\nignore: [f.mp4]\n", true},
		{"an offset as a number", "recordings: [{file: a.mp4, views: [{file: b.mp4, offset: -2.5}]}]\n", true},
		{"an offset that is no time", "recordings: [{file: a.mp4, views: [{file: b.mp4, offset: soon}]}]\n", false},
		{"planned times", "room: Aula\npresentations: [{title: a, planned: '10:30'}, {title: b, planned: '2026-03-14T10:30'}, {title: c, planned: '2026-03-14T10:30:00+01:00'}]\n", true},
		{"a planned time that is none", "presentations: [{title: a, planned: soon}]\n", false},
		{"trims", "trim: {start: auto, end: '1:02:03.5'}\nrecordings: [{file: a.mp4, trim: {start: 2.5}}, {file: b.mp4, trim: {}}]\n", true},
		{"a trim that is no time", "trim: {start: automatic}\n", false},
		{"a trim that is a word", "trim: auto\n", false},
		{"an unknown key of a trim", "trim: {from: auto}\n", false},
		{"an unknown key", "titel: x\n", false},
		{"an unknown key of a presentation", "presentations: [{name: x}]\n", false},
		{"an unknown key of a document", "documents: [{name: x}]\n", false},
		{"a list for a title", "title: [x]\n", false},
		{"a text for a list", "people: x\n", false},
		{"a text for yes or no", "rights: {downloads: maybe}\n", false},
		{"a start that is no time", "presentations: [{title: x, start: noon}]\n", false},
		{"a poster that is no time", "poster: noon\n", false},
		{"a list for a document", "documents: [[x]]\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var value any
			if err := yaml.Unmarshal([]byte(tt.sheet), &value); err != nil {
				t.Fatal(err)
			}
			if err := compiled.Validate(value); (err == nil) != tt.good {
				t.Errorf("the schema says %v", err)
			}
			if n := intake.ParseProblems([]byte(tt.sheet)); (n == 0) != tt.good {
				t.Errorf("the reader finds %d mistakes", n)
			}
		})
	}
}
