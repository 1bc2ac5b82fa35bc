package manifest

import (
	"fmt"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/fault"
)

var (
	// relative is the form of our own URLs: plain ASCII, with ../ at most at
	// the start. A scheme, a host, a query or a backslash, which browsers read
	// as a slash, does not match. The pattern in the tag of File is the same.
	relative = regexp.MustCompile(`^([.][.]/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)
	checksum = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// Files yields every file in m, in the order of its fields. It uses reflection,
// so that it includes fields that are added later.
func (m Manifest) Files() iter.Seq[File] {
	return func(yield func(File) bool) {
		walk(reflect.ValueOf(m), yield)
	}
}

// walk yields the files in v and reports whether more are wanted.
func walk(v reflect.Value, yield func(File) bool) bool {
	switch v.Kind() {
	case reflect.Struct:
		if f, is := reflect.TypeAssert[File](v); is {
			return f == File{} || yield(f)
		}
		for _, field := range v.Fields() {
			if !walk(field, yield) {
				return false
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if !walk(v.Index(i), yield) {
				return false
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			if !walk(v.MapIndex(key), yield) {
				return false
			}
		}
	case reflect.Pointer, reflect.Interface:
		return v.IsNil() || walk(v.Elem(), yield)
	}
	return true
}

// Check verifies what every page relies on: each file has a relative URL, a
// media type and a checksum, and the views of a recording have different IDs.
// An error here is a bug of ours, not the fault of the organiser.
func (m Manifest) Check() error {
	for f := range m.Files() {
		switch {
		case !relative.MatchString(f.URL) || !relative.MatchString(f.Fixed()):
			return fault.Permanent(fmt.Errorf("manifest of %s: URL %q or %q is not a plain relative path", m.ID, f.URL, f.Fixed()))
		case f.Type == "":
			return fault.Permanent(fmt.Errorf("manifest of %s: %s has no media type", m.ID, f.URL))
		case !checksum.MatchString(f.SHA256):
			return fault.Permanent(fmt.Errorf("manifest of %s: %s has checksum %q, not 64 hexadecimal digits", m.ID, f.URL, f.SHA256))
		}
	}
	return m.checkRecordings()
}
