package main

import (
	"encoding/json"
	"fmt"
	"io"

	"proceedings/internal/words"
)

// printf is fmt.Fprintf for output to a person. Arguments are made one printable line
// each: a file name may contain line breaks or terminal escape sequences.
func printf(w io.Writer, format string, args ...any) {
	for i, arg := range args {
		switch arg.(type) {
		case string, fmt.Stringer, error:
			args[i] = printed{arg}
		}
	}
	fmt.Fprintf(w, format, args...)
}

// printed is an argument of printf.
type printed struct{ arg any }

// Format implements [fmt.Formatter]. %q escapes all that [words.Line] does.
func (s printed) Format(f fmt.State, verb rune) {
	text := fmt.Sprint(s.arg)
	if verb != 'q' {
		text = words.Line(text)
	}
	fmt.Fprintf(f, fmt.FormatString(f, verb), text)
}

// newEncoder returns an encoder of JSON for scripts, which may also reach a terminal.
func newEncoder(w io.Writer) *json.Encoder { return json.NewEncoder(words.Printable(w)) }

func printJSON(w io.Writer, v any) error {
	if err := newEncoder(w).Encode(v); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}
