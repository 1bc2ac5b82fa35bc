// Package pronom names the formats of files as archives do: by their identifiers in PRONOM, the
// registry of The National Archives, such as fmt/199 for MP4.
//
// The signatures are those of siegfried, which is linked into ingest (see package child). It reads
// hostile files with goroutines of its own, so that a panic could not be caught: it runs
// in a child process with limits and the sandbox of internal/proc. A file that ends the child
// has no identifier, and the next child reads the rest.
package pronom

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"proceedings/internal/proc"
)

// Word is the first argument that makes a program of this module the child.
const Word = "pronom-child"

// Format is the format of a file.
type Format struct {
	ID      string `json:"id,omitempty"`      // in PRONOM: fmt/199; empty if the format is not known
	Name    string `json:"format,omitempty"`  // of the format
	Version string `json:"version,omitempty"` // of the format
	Type    string `json:"mime,omitempty"`    // media type
	Basis   string `json:"basis,omitempty"`   // what was compared
	Warning string `json:"warning,omitempty"` // of siegfried, or why nothing is known
}

// Answer is a line of the child's output: first its version, then a file each.
type Answer struct {
	Tool string `json:"tool,omitempty"` // siegfried and its signatures
	File int    `json:"file"`           // index in the input
	Format
}

const (
	cpuLimit  = 10 * time.Minute
	memoryMax = 2 << 30
)

// runner starts tools; a [proc.Runner].
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Identify returns the formats of files, in their order, and the tool that found them. Their
// paths are below the folder dir. program is the path of a program whose main runs the child.
func Identify(ctx context.Context, r runner, program, dir string, files []string) (tool string, list []Format, err error) {
	list = make([]Format, len(files))
	for from := 0; from < len(files); {
		var out bytes.Buffer
		c := proc.Command{
			Path: program, Args: []string{Word}, Dir: dir, Read: []string{dir}, CPU: cpuLimit, Memory: memoryMax,
			Stdin: strings.NewReader(strings.Join(files[from:], "\x00")), Stdout: &out,
		}
		_, runErr := r.Run(ctx, c)
		if ctx.Err() != nil {
			return tool, nil, fmt.Errorf("identify formats: %w", context.Cause(ctx))
		}
		said, done := collect(out.Bytes(), list[from:])
		if tool == "" {
			tool = said
		}
		if runErr == nil && from+done == len(files) {
			break
		}
		if tool == "" { // it did not even begin
			return "", nil, fmt.Errorf("identify formats: %w", runErr)
		}
		if from += done; from < len(files) {
			list[from] = Format{Warning: "the program that identifies formats could not read it to its end"}
			from++
		}
	}
	return tool, list, nil
}

// collect reads the answers of a child, and returns the number of files that it has read.
func collect(out []byte, list []Format) (tool string, done int) {
	for line := range bytes.Lines(out) {
		var a Answer
		if json.Unmarshal(line, &a) != nil { // cut off by its end
			break
		}
		if a.Tool != "" {
			tool = a.Tool
			continue
		}
		if a.File != done || done == len(list) {
			break
		}
		list[done] = a.Format
		done++
	}
	return tool, done
}

// Known counts the formats that have an identifier.
func Known(list []Format) (n int) {
	return len(slices.DeleteFunc(slices.Clone(list), func(f Format) bool { return f.ID == "" }))
}
