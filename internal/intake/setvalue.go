package intake

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// SetValues returns [Describe] of a record after changes such as title=Spring meeting,
// presentations.2.start=0:12:30 or publish=notes,comments. Items of lists count from 1; one more than
// the last adds one. An empty value removes what is there, also an item.
func SetValues(m meeting.Meeting, changes []string) ([]byte, error) {
	s := sheetOf(m)
	for _, change := range changes {
		key, value, ok := strings.Cut(change, "=")
		if !ok {
			return nil, usagef("--set %s: write KEY=VALUE, such as title=Spring meeting", change)
		}
		if err := setPath(reflect.ValueOf(&s).Elem(), strings.Split(strings.TrimSpace(key), "."), strings.TrimSpace(value)); err != nil {
			return nil, usagef("--set %s: %s", change, err)
		}
	}
	return describe(s), nil
}

// setPath sets the value at a path below v.
func setPath(v reflect.Value, where []string, value string) error {
	if v.Kind() == reflect.Pointer {
		if value == "" && len(where) == 0 {
			v.SetZero()
			return nil
		}
		own := reflect.New(v.Type().Elem()) // the record may share the old one
		if !v.IsNil() {
			own.Elem().Set(v.Elem())
		}
		v.Set(own)
		v = own.Elem()
	}
	if len(where) == 0 {
		return setScalar(v, value)
	}
	switch v.Kind() {
	case reflect.Struct:
		names := keys(v.Type())
		for i, name := range names {
			if name == where[0] {
				return setPath(v.Field(i), where[1:], value)
			}
		}
		hint := ""
		if near := nearest(where[0], names); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		return fmt.Errorf("there is no key %q; %svalid keys: %s", where[0], hint, strings.Join(names, ", "))
	case reflect.Slice:
		n, err := strconv.Atoi(where[0])
		if err != nil || n < 1 || n > v.Len()+1 {
			return fmt.Errorf("%q is not one of the %d items, which count from 1; %d adds one", where[0], v.Len(), v.Len()+1)
		}
		list := reflect.MakeSlice(v.Type(), max(n, v.Len()), max(n, v.Len())) // the record may share the old one
		reflect.Copy(list, v)
		if len(where) == 1 && value == "" {
			list = reflect.AppendSlice(list.Slice(0, n-1), list.Slice(n, list.Len()))
			v.Set(list)
			return nil
		}
		v.Set(list)
		return setPath(v.Index(n-1), where[1:], value)
	}
	return fmt.Errorf("there is nothing below %s", strings.Join(where, "."))
}

// setScalar sets a text, a time, true or false, or a list of words.
func setScalar(v reflect.Value, value string) error {
	switch v.Kind() {
	case reflect.Struct:
		return fmt.Errorf("name one of its keys: %s", strings.Join(keys(v.Type()), ", "))
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.String && value == "" {
			v.SetZero()
			return nil
		}
		if v.Type().Elem().Kind() != reflect.String {
			return fmt.Errorf("name one of its items, such as 1, and one of its keys: %s", strings.Join(keys(v.Type().Elem()), ", "))
		}
		list := reflect.MakeSlice(v.Type(), 0, 0)
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.TrimSpace(word); word != "" {
				list = reflect.Append(list, reflect.ValueOf(word).Convert(v.Type().Elem()))
			}
		}
		v.Set(list)
		return nil
	case reflect.Bool:
		switch value {
		case "true", "false":
			v.SetBool(value == "true")
			return nil
		case "":
			v.SetBool(false)
			return nil
		}
		return fmt.Errorf("%q is neither true nor false", value)
	}
	if target, ok := reflect.TypeAssert[textValue](v.Addr()); ok && value != "" {
		return target.setText(value)
	}
	v.SetString(value)
	return nil
}
