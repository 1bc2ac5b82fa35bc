package main

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"os"

	"proceedings/internal/words"
)

//go:embed report.html.tmpl
var reportPage string

// writeHTML writes the report as a page. It loads nothing: styles and script are in it.
func (r batchReport) writeHTML(file *os.File) error {
	page, err := template.New("report").Funcs(template.FuncMap{
		"clock": reportLine.clock, "size": reportLine.size,
	}).Parse(reportPage)
	if err != nil {
		return fmt.Errorf("read the template of the report: %w", err)
	}
	sum := r.summary()
	var states []reportCount
	for _, state := range reportStates() {
		if n := sum.States[state]; n > 0 {
			states = append(states, reportCount{state, n})
		}
	}
	err = page.Execute(file, struct {
		batchReport
		Sum    reportSummary
		States []reportCount
		Length string
		Size   string
		Day    string
	}{r, sum, states, words.Clock(sum.Duration), words.Size(sum.Bytes), r.Changed.Local().Format("2006-01-02 15:04")})
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// reportCount is the number of rows with a state.
type reportCount struct {
	State string
	Rows  int
}
