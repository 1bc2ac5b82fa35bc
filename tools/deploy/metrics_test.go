package deploy_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// metrics are the names that the programs export, without the prefix proceedings_. The
// suffixes of histograms are in the expressions.
func metrics() []string {
	return []string{
		"queue_tasks", "queue_oldest_pending_seconds", "redis_up",
		"steps_total", "step_seconds", "step_output_bytes_total", "encode_speed",
		"meetings_unfinished", "meetings_need_attention", "published_total",
		"storage_requests_total", "storage_request_seconds",
		"sandbox_available", "worker_in_service", "scratch_free_bytes", "scratch_reserved_bytes",
		"last_verify_timestamp_seconds", "verify_faults", "build_info",
		"http_requests_total", "http_request_seconds",
	}
}

// checkNames reports names of metrics that nothing exports, and returns those it found.
func checkNames(t *testing.T, where, expr string) (found []string) {
	t.Helper()
	for _, match := range regexp.MustCompile(`\bproceedings_([a-z_]+)`).FindAllStringSubmatch(expr, -1) {
		name := match[1]
		base := regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")
		if !slices.Contains(metrics(), name) && !slices.Contains(metrics(), base) {
			t.Errorf("%s: nothing exports proceedings_%s", where, name)
		}
		found = append(found, base)
	}
	return found
}

// promtool runs promtool in a folder.
func promtool(t *testing.T, dir string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("promtool"); err != nil {
		missing(t, "promtool is not installed (Debian package prometheus)")
	}
	cmd := exec.CommandContext(t.Context(), "promtool", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// missing skips the test, or fails it if the tools must be there.
func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("PROCEEDINGS_TEST_REQUIRE") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

const prometheus = "../../deploy/prometheus"

type rules struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr string
			Labels      struct{ Severity string }
			Annotations struct{ Summary, Description string }
		}
	}
}

// TestAlerts runs the unit tests of the alert rules, and checks that each rule has a test
// in which it fires and tells what to do.
func TestAlerts(t *testing.T) {
	t.Parallel()
	promtool(t, prometheus, "check", "rules", "alerts.yml")
	var r rules
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(prometheus, "alerts.yml"))), &r); err != nil {
		t.Fatal(err)
	}
	tests, err := filepath.Glob(filepath.Join(prometheus, "*_test.yml"))
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	var cases strings.Builder
	for _, path := range tests {
		promtool(t, prometheus, "test", "rules", filepath.Base(path))
		cases.WriteString(read(t, path))
	}
	for _, rule := range r.Groups[0].Rules {
		if len(checkNames(t, rule.Alert, rule.Expr)) == 0 {
			t.Errorf("%s looks at no metric", rule.Alert)
		}
		if !strings.Contains(cases.String(), `ALERTS{alertname="`+rule.Alert+`",alertstate="firing",`) {
			t.Errorf("%s: no test in which it fires", rule.Alert)
		}
		if severity := rule.Labels.Severity; severity != "critical" && severity != "warning" {
			t.Errorf("%s: the severity is %q", rule.Alert, severity)
		}
		if rule.Annotations.Summary == "" || len(rule.Annotations.Description) < 100 {
			t.Errorf("%s does not say what to do", rule.Alert)
		}
	}
}

type dashboard struct {
	Templating struct{ List []struct{ Name, Type string } }
	Panels     []struct {
		ID                       int
		Type, Title, Description string
		Datasource               struct{ UID string }
		GridPos                  struct{ X, Y, W, H int }
		FieldConfig              struct{ Defaults struct{ Unit string } }
		Targets                  []struct{ Expr string }
	}
}

// TestDashboard checks each panel, and its expressions with promtool. Together the panels
// show each metric.
func TestDashboard(t *testing.T) {
	t.Parallel()
	var d dashboard
	if err := json.Unmarshal([]byte(read(t, "../../deploy/grafana/dashboard.json")), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Templating.List) == 0 || d.Templating.List[0].Name != "datasource" || d.Templating.List[0].Type != "datasource" {
		t.Errorf("the variables are %+v", d.Templating.List)
	}
	type rule struct {
		Record string `json:"record"`
		Expr   string `json:"expr"`
	}
	var exprs []rule
	var shown []string
	for i, p := range d.Panels {
		if p.ID != i+1 || p.Title == "" {
			t.Errorf("panel %d has the ID %d and the title %q", i+1, p.ID, p.Title)
		}
		if p.Type == "row" {
			continue
		}
		if p.Description == "" || p.FieldConfig.Defaults.Unit == "" || p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("%s: the panel is incomplete: %+v", p.Title, p)
		}
		for _, target := range p.Targets {
			shown = append(shown, checkNames(t, p.Title, target.Expr)...)
			exprs = append(exprs, rule{"dashboard:expression", strings.ReplaceAll(target.Expr, "$__rate_interval", "5m")})
		}
	}
	for _, name := range metrics() {
		if !slices.Contains(shown, name) {
			t.Errorf("no panel shows %s", name)
		}
	}
	data, err := yaml.Marshal(map[string]any{"groups": []any{map[string]any{"name": "dashboard", "rules": exprs}}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err = os.WriteFile(filepath.Join(dir, "rules.yml"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, dir, "check", "rules", "--lint=none", "rules.yml")
}
