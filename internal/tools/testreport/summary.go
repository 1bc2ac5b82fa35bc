package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// group is a command of scripts/test and what its tests did.
type group struct {
	name    string
	exit    int
	ended   bool
	seconds int

	passed   int
	failed   []string       // names
	skipped  map[string]int // number of tests, by reason
	optional map[string]int
}

func (g *group) end(exit, seconds int) { g.exit, g.seconds, g.ended = exit, seconds, true }

// fail notes a test that failed, unless it failed because a subtest did. Lines after its name
// say why.
func (g *group) fail(name string) {
	test, _, _ := strings.Cut(name, "\n")
	if !slices.ContainsFunc(g.failed, func(f string) bool { return strings.HasPrefix(f, test+"/") }) {
		g.failed = append(g.failed, name)
	}
}

func (g *group) skip(why string) {
	if g.skipped == nil {
		g.skipped, g.optional = map[string]int{}, map[string]int{}
	}
	if found, ok := strings.CutPrefix(why, optionalPrefix); ok {
		g.optional[found]++
		return
	}
	g.skipped[why]++
}

// ok reports whether the group passed.
func (g *group) ok(require bool) bool {
	return g.ended && g.exit == 0 && len(g.failed) == 0 && (!require || len(g.skipped) == 0)
}

// passed reports whether all groups passed; no group is no pass.
func (r *report) passed() bool {
	return len(r.groups) > 0 && !slices.ContainsFunc(r.groups, func(g *group) bool { return !g.ok(r.require) })
}

// printSummary prints the table of groups, then the names of the tests that
// failed and the reasons of those that were skipped.
func (r *report) printSummary() {
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "\ngroup\tresult\tpassed\tfailed\tskipped\toptional\ttime\n")
	skipped, optional := map[string]int{}, map[string]int{}
	var failed []string
	for _, g := range r.groups {
		result := "ok"
		if !g.ok(r.require) {
			result = "FAILED"
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%v\n", g.name, result, g.passed, len(g.failed), sum(g.skipped), sum(g.optional), time.Duration(g.seconds)*time.Second)
		failed = append(failed, g.failed...)
		addAll(skipped, g.skipped)
		addAll(optional, g.optional)
	}
	_ = table.Flush() // whoever reads out is gone, and nobody can be told

	if len(failed) > 0 {
		r.print("\nFailed:\n  " + strings.Join(failed, "\n  ") + "\n")
	}
	heading := "Skipped"
	if r.require {
		heading += ", which counts as not passed (" + requireName + "=1)"
	}
	r.printReasons(heading, skipped)
	r.printReasons("Optional, not run", optional)
}

// printReasons lists reasons with how many tests each kept from running.
func (r *report) printReasons(heading string, reasons map[string]int) {
	if len(reasons) == 0 {
		return
	}
	r.print("\n" + heading + ":\n")
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(r.out, "  %4d  %s\n", reasons[why], why)
	}
}

func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

func addAll(to, from map[string]int) {
	for why, n := range from {
		to[why] += n
	}
}
