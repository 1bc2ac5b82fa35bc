package intake

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// problem is a mistake in meeting.yaml.
type problem struct {
	line int
	text string
}

// reader fills a value from YAML and remembers where each part of it stood.
// It is stricter than a decoder, and its messages are for the user.
type reader struct {
	lines    map[string]int  // of "presentations[2].deck"
	faulty   map[string]bool // parts that could not be read, or not all of them
	problems []problem
}

// maxNesting is how deep brackets may stand in each other; a sheet needs three,
// and the parser would go as deep as it is led.
const maxNesting = 50

// parseSheet reads meeting.yaml. The lines of what it says are in the reader,
// with what is wrong with it.
func parseSheet(data []byte) (Sheet, *reader) {
	var sheet Sheet
	r := &reader{lines: make(map[string]int), faulty: make(map[string]bool)}
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	switch line := tooDeep(data); {
	case !utf8.Valid(data):
		r.say(badLine(data), "is not in UTF-8")
		return sheet, r
	case line > 0:
		r.say(line, "is nested too deeply")
		return sheet, r
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		r.parts(string(data), reflect.ValueOf(&sheet).Elem(), err)
		return sheet, r
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(docs) {
	case 0: // nothing is said, and that is allowed
	case 1:
		r.value(docs[0].Body, reflect.ValueOf(&sheet).Elem(), "")
	default:
		r.say(lineOf(docs[1].Body), "a second YAML document begins; only one is allowed")
	}
	return sheet, r
}

func (r *reader) say(line int, format string, args ...any) {
	r.problems = append(r.problems, problem{line, fmt.Sprintf(format, args...)})
}

// at is the line of the part of the sheet with this path.
func (r *reader) at(format string, args ...any) int { return r.lines[fmt.Sprintf(format, args...)] }

// fault adds a mistake in the part of the sheet with the path where.
func (r *reader) fault(n ast.Node, where, format string, args ...any) {
	r.faulty[where] = true
	r.say(lineOf(n), "%s%s", of(where), fmt.Sprintf(format, args...))
}

// textValue is a type that can be written as a single word.
type textValue interface{ setText(text string) error }

// value fills v, whose path within the sheet is where, from n.
func (r *reader) value(n ast.Node, v reflect.Value, where string) {
	r.lines[where] = lineOf(n)
	switch node := n.(type) {
	case *ast.TagNode:
		r.value(node.Value, v, where)
		return
	case *ast.AnchorNode, *ast.AliasNode:
		r.fault(n, where, "anchors and aliases are not understood here: write the value out")
		return
	case *ast.NullNode, nil:
		return // as if the key were not there
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if target, ok := reflect.TypeAssert[textValue](v.Addr()); ok {
		if text, isText := scalar(n); isText {
			if err := target.setText(text); err != nil {
				r.fault(n, where, "%s", err)
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		r.mapping(n, v, where)
	case reflect.Slice:
		r.sequence(n, v, where)
	case reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			v.SetBool(b.Value)
			return
		}
		r.fault(n, where, "is %s; it must be true or false", kind(n))
	default:
		text, ok := scalar(n)
		if !ok {
			r.fault(n, where, "is %s; it must be a text", kind(n))
			return
		}
		if v.Kind() == reflect.String {
			v.SetString(strings.TrimSpace(text))
		}
	}
}

func (r *reader) mapping(n ast.Node, v reflect.Value, where string) {
	var pairs []*ast.MappingValueNode
	switch node := n.(type) {
	case *ast.MappingNode:
		pairs = node.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{node}
	default:
		r.fault(n, where, "is %s; it must have keys and values: %s", kind(n), strings.Join(keys(v.Type()), ", "))
		return
	}
	known := keys(v.Type())
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		i := slices.Index(known, key)
		if i < 0 {
			hint := ""
			if near := nearest(key, known); near != "" {
				hint = fmt.Sprintf("did you mean %q? ", near)
			}
			r.fault(pair.Key, where, "unknown key %q; %svalid keys: %s", key, hint, strings.Join(known, ", "))
			continue
		}
		path := key
		if where != "" {
			path = where + "." + key
		}
		r.value(pair.Value, v.Field(i), path)
	}
}

func (r *reader) sequence(n ast.Node, v reflect.Value, where string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fault(n, where, "is %s; it must be a list, each item on a line after \"- \"", kind(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, item := range list.Values {
		r.value(item, v.Index(i), where+"["+strconv.Itoa(i)+"]")
	}
}

// keys are the names of a struct's fields in YAML, in their order.
func keys(t reflect.Type) []string {
	names := make([]string, 0, t.NumField())
	for field := range t.Fields() {
		names = append(names, field.Tag.Get("yaml"))
	}
	return names
}

// scalar is the text of a single value as it was written, whatever YAML takes
// it for: a title may be a number.
func scalar(n ast.Node) (string, bool) {
	switch node := n.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// kind is what a node is, in words.
func kind(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys and values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	}
	return "a text"
}

// of leads a sentence about a part of the sheet; paths count from 1 there.
func of(where string) string {
	switch {
	case where == "":
		return ""
	case !strings.Contains(where, "["):
		return where + ": "
	}
	text := regexp.MustCompile(`\[(\d+)\]`).ReplaceAllStringFunc(where, func(index string) string {
		n, _ := strconv.Atoi(index[1 : len(index)-1]) // our own writing
		return " " + strconv.Itoa(n+1)
	})
	return strings.ReplaceAll(text, ".", ", ") + ": "
}

// lineOf is the line where a node begins: its key's, for keys and values.
func lineOf(n ast.Node) int {
	switch node := n.(type) {
	case *ast.MappingNode:
		if len(node.Values) > 0 {
			return lineOf(node.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return lineOf(node.Key)
	}
	return n.GetToken().Position.Line
}

func badLine(data []byte) int {
	for i, line := range strings.Split(string(data), "\n") {
		if !utf8.ValidString(line) {
			return i + 1
		}
	}
	return 1
}

// tooDeep is the line where brackets, list markers or indentation lead deeper
// than any sheet, or 0.
func tooDeep(data []byte) int {
	open := 0
	for i, line := range strings.Split(string(data), "\n") {
		lead := line[:len(line)-len(strings.TrimLeft(line, " \t-?:"))]
		markers := strings.Count(lead, "-") + strings.Count(lead, "?")
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(0, open-1)
			}
		}
		if open > maxNesting || markers > maxNesting {
			return i + 1
		}
	}
	return 0
}
