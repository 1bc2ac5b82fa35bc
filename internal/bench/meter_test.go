package main

import (
	"testing"

	"proceedings/internal/proc"
)

// TestAMeterKnowsTools: the name of a tool comes by the runner's log, and would
// be missed without a sound if that came to say it otherwise.
func TestAMeterKnowsTools(t *testing.T) {
	t.Parallel()
	m := new(meter)
	if _, err := (bench{}).runner(m).Run(t.Context(), proc.Command{Path: "sh", Args: []string{"-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"}, Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	if m.cpu <= 0 || m.rss <= 0 || m.tools["sh"] != m.cpu {
		t.Errorf("counted %s and %d bytes, of which %s are of sh; want all of it", m.cpu, m.rss, m.tools["sh"])
	}
}
