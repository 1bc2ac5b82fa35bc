package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
)

// event is a stretch of a recording with what it shows.
type event struct {
	start, end float64
	page       int // 0 for no slide
	kind       string
}

// readTruth reads a CSV file with a header and the columns start, end, page, kind.
func readTruth(name string) ([]event, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the truth: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	events, err := parseTruth(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return events, nil
}

func parseTruth(r io.Reader) ([]event, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("parse CSV: %w", err)
	}
	var events []event
	for i, row := range rows {
		if i == 0 {
			continue // the header
		}
		if len(row) < 4 {
			return nil, fmt.Errorf("line %d has %d columns instead of 4", i+1, len(row))
		}
		start, err1 := strconv.ParseFloat(row[0], 64)
		end, err2 := strconv.ParseFloat(row[1], 64)
		page, err3 := strconv.Atoi(row[2])
		if err1 != nil || err2 != nil || err3 != nil || end < start || page < 0 {
			return nil, fmt.Errorf("line %d: want start, end, page and kind, got %q", i+1, row)
		}
		events = append(events, event{start: start, end: end, page: page, kind: row[3]})
	}
	return events, nil
}
