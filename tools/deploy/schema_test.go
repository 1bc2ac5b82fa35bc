package deploy_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	apiextensions "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// keda is the release whose resources the manifests use. Its module has the schemas.
const keda = "github.com/kedacore/keda/v2@v2.18.1"

// checkSchema checks an object against the schema in one of KEDA's custom resource
// definitions. As in the API server's strict mode, a field that the schema does not have is
// an error.
func checkSchema(t *testing.T, object any, file string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", keda).Output()
	if err != nil {
		t.Fatalf("download %s: %v", keda, err)
	}
	var module struct{ Dir string }
	if err = json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	var definition apiextensions.Unstructured
	if err = yaml.Unmarshal([]byte(read(t, filepath.Join(module.Dir, "config/crd/bases", file))), &definition.Object); err != nil {
		t.Fatal(err)
	}
	versions, _, err := apiextensions.NestedSlice(definition.Object, "spec", "versions")
	if err != nil || len(versions) != 1 {
		t.Fatalf("%s has %d versions: %v", file, len(versions), err)
	}
	version, _ := versions[0].(map[string]any)
	schema, found, err := apiextensions.NestedMap(version, "schema", "openAPIV3Schema")
	if err != nil || !found {
		t.Fatalf("%s has no schema: %v", file, err)
	}
	closed(schema)
	metadata, _, _ := apiextensions.NestedMap(schema, "properties", "metadata")
	delete(metadata, "additionalProperties") // the API server knows its fields
	if err = apiextensions.SetNestedMap(schema, metadata, "properties", "metadata"); err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err = compiler.AddResource(file, schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err = json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	if err = compiled.Validate(value); err != nil {
		t.Errorf("%s: %v", file, err)
	}
}

// closed forbids other properties than a schema lists, at every depth.
func closed(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if _, listed := s["properties"].(map[string]any); listed && s["x-kubernetes-preserve-unknown-fields"] == nil {
			s["additionalProperties"] = false
		}
		for _, inner := range s {
			closed(inner)
		}
	case []any:
		for _, inner := range s {
			closed(inner)
		}
	}
}
