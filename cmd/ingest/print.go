package main

import (
	"fmt"
	"io"

	"proceedings/internal/words"
)

// printf writes lines for a person. Each text in them stays within its place:
// a file's name may hold a line break, or what makes a terminal do things.
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
