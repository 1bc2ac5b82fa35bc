package plan_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"proceedings/internal/plan"
)

func TestEveryKindHasTraits(t *testing.T) {
	t.Parallel()
	queues := []plan.Queue{plan.Light, plan.Heavy, plan.Chunks, plan.Idle}
	for _, k := range plan.Kinds() {
		if got := k.Traits(); got.Version < 1 || got.Doing == "" || got.Next == "" || !slices.Contains(queues, got.Queue) {
			t.Errorf("%s has incomplete traits: %+v", k, got)
		}
	}
	if got := plan.Kind("unknown").Traits(); got != (plan.Traits{}) {
		t.Errorf("an unknown kind has traits: %+v", got)
	}
}

// TestKindsListsEveryConstant reads the source, since Go cannot list constants.
func TestKindsListsEveryConstant(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []plan.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if named, isName := spec.Type.(*ast.Ident); isName && named.Name == "Kind" {
			value, valueErr := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if valueErr != nil {
				t.Fatal(valueErr)
			}
			declared = append(declared, plan.Kind(value))
		}
		return true
	})
	listed := plan.Kinds()
	slices.Sort(declared)
	slices.Sort(listed)
	if len(declared) < 10 || !slices.Equal(declared, listed) {
		t.Errorf("Kinds returns %v, but the constants are %v", listed, declared)
	}
}
