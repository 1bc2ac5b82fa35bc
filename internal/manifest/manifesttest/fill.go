package manifesttest

import (
	"reflect"

	"proceedings/internal/manifest"
)

// Fill writes text into every string of what p points to that a person or a
// file may have written; URLs, checksums and closed lists of words are ours and
// stay.
func Fill(p any, text string) { fill(reflect.ValueOf(p).Elem(), text) }

func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[manifest.File]() {
			return
		}
		for field, value := range v.Fields() {
			if v.Type() == reflect.TypeFor[manifest.View]() && field.Name == "ID" {
				continue // ours, and unique
			}
			fill(value, text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	}
}
