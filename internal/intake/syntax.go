package intake

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// parts reads text that is no valid YAML as a whole key by key, so that one
// missing bracket does not hide the mistakes after it. whole is the parser's
// error for the whole text.
func (r *reader) parts(text string, sheet reflect.Value, whole error) {
	before, first := len(r.problems), map[string]int{}
	for _, part := range topLevel(text) {
		file, err := parser.ParseBytes([]byte(part), 0)
		if err != nil {
			r.syntax(err)
			continue
		}
		for _, doc := range file.Docs {
			r.part(doc.Body, sheet, first)
		}
	}
	if len(r.problems) == before {
		r.syntax(whole)
	}
}

// part reads one key of the sheet and its value. first is the line of each key
// so far.
func (r *reader) part(n ast.Node, sheet reflect.Value, first map[string]int) {
	switch node := n.(type) {
	case nil, *ast.CommentGroupNode:
		return
	case *ast.MappingValueNode:
		key := node.Key.GetToken().Value
		if line, again := first[key]; again {
			r.say(lineOf(n), "the key %q is given twice, first on line %d", key, line)
			return
		}
		first[key] = lineOf(n)
	case *ast.MappingNode:
		for _, pair := range node.Values {
			r.part(pair, sheet, first)
		}
		return
	default:
		r.say(lineOf(n), "is not a key with its value: write them as \"title: Spring meeting\"")
		return
	}
	r.value(n, sheet, "")
}

// topLevel cuts text before each key that is not indented. Each part keeps its
// line numbers: empty lines stand for what comes before it.
func topLevel(text string) []string {
	var parts []string
	start := regexp.MustCompile(`^[\p{L}\p{N}_"'?:]`)
	for i, line := range strings.Split(text, "\n") {
		if len(parts) == 0 || start.MatchString(line) {
			parts = append(parts, strings.Repeat("\n", i))
		}
		parts[len(parts)-1] += line + "\n"
	}
	return parts
}

// syntax says in our own words why the parser stopped, and on which line.
func (r *reader) syntax(err error) {
	e := yaml.Error(nil)
	if !errors.As(err, &e) || e.GetToken() == nil {
		r.say(1, "is not valid YAML")
		return
	}
	message := e.GetMessage()
	if twice := regexp.MustCompile(`^mapping key "(.*)" already defined at \[(\d+):`).FindStringSubmatch(message); twice != nil {
		r.say(e.GetToken().Position.Line, "the key %q is given twice, first on line %s", twice[1], twice[2])
		return
	}
	r.say(e.GetToken().Position.Line, "%s", inWords(message))
}

// inWords is what to do about a message of the YAML parser.
func inWords(message string) string {
	for _, known := range [][2]string{
		{"sequence end token ']'", "a [ is not closed: add a ]"},
		{"',' or ']'", "a list in brackets goes wrong here: put a comma between its items and a ] after the last"},
		{"corresponding to ']'", "a ] has no [ before it"},
		{"end token '}'", "a { is not closed: add a }"},
		{"flow map content", "a { is not closed: add a }"},
		{"',' or '}'", "keys in braces go wrong here: put a comma between them and a } after the last"},
		{"corresponding to '}'", "a } has no { before it"},
		{"double-quoted", "a quotation mark \" is not closed"},
		{"single-quoted", "a quotation mark ' is not closed"},
		{"character '\t'", "a tab stands where spaces must: indent with spaces"},
		{"tab character", "a tab stands where spaces must: indent with spaces"},
		{"mapping value is not allowed", "a second colon follows, or the next line is indented too far: put a text with a colon into quotation marks, and align the keys"},
		{"pre-defined", "text follows a quotation mark: put all of it into the marks"},
		{"value is not allowed", "is indented unlike the lines around it: align the keys"},
		{"block sequence entries", "a list begins on the line of its key: put each item on a line of its own, after \"- \""},
		{"reserved character", "a text begins with @ or `: put it into quotation marks"},
		{"escape character", "a \\ in double quotation marks is followed by a character that it cannot stand before: use single quotation marks"},
		{"unexpected key name", "is not a key with its value: write them as \"title: Spring meeting\""},
		{"non-map value", "is not a key with its value: write them as \"title: Spring meeting\""},
		{"invalid key", "a key may only be a word"},
		{"directive", "a text begins with %: put it into quotation marks"},
	} {
		if strings.Contains(message, known[0]) {
			return known[1]
		}
	}
	return "is not valid YAML: look for a missing quotation mark, colon or bracket, or a wrong indentation"
}

// wrong reports whether a part of the sheet, or something within it, has a
// mistake. Then nothing is missing there: it could only not be read.
func (r *reader) wrong(format string, args ...any) bool {
	return r.faulty[fmt.Sprintf(format, args...)]
}
