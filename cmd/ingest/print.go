package main

import (
	"fmt"
	"io"

	"proceedings/internal/words"
)

// printf is fmt.Fprintf for output to a person. Strings are made one printable
// line each: a file name may contain line breaks or terminal escape sequences.
func printf(w io.Writer, format string, args ...any) {
	for i, arg := range args {
		switch text := arg.(type) {
		case string:
			args[i] = words.Line(text)
		case fmt.Stringer:
			args[i] = words.Line(text.String())
		}
	}
	fmt.Fprintf(w, format, args...)
}
