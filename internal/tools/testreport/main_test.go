package main

import (
	"strings"
	"testing"
)

// Lines of scripts/test and of go test -json, shortened.
const (
	begin  = `{"Group":"units"}` + "\n"
	end    = `{"Group":"units","Exit":0,"Seconds":65}` + "\n"
	endBad = `{"Group":"units","Exit":1,"Seconds":65}` + "\n"

	passes = `{"Action":"start","Package":"a"}
{"Action":"run","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"    a_test.go:3: a detail\n"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"--- PASS: TestGood (0.00s)\n"}
{"Action":"pass","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Output":"PASS\n"}
{"Action":"output","Package":"a","Output":"ok  \ta\t0.1s\n"}
{"Action":"pass","Package":"a"}
`
	fails = `{"Action":"run","Package":"b","Test":"TestBad"}
{"Action":"output","Package":"b","Test":"TestBad","Output":"=== RUN   TestBad\n"}
{"Action":"output","Package":"b","Test":"TestBad","Output":"    b_test.go:7: got 1, want 2\n"}
{"Action":"output","Package":"b","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"b","Test":"TestBad"}
{"Action":"output","Package":"b","Output":"FAIL\tb\t0.1s\n"}
{"Action":"fail","Package":"b"}
`
	failsBelow = `{"Action":"run","Package":"b","Test":"TestTable"}
{"Action":"run","Package":"b","Test":"TestTable/one"}
{"Action":"fail","Package":"b","Test":"TestTable/one"}
{"Action":"fail","Package":"b","Test":"TestTable"}
{"Action":"fail","Package":"b"}
`
	panics = `{"Action":"run","Package":"c","Test":"TestHangs"}
{"Action":"output","Package":"c","Test":"TestHangs","Output":"panic: test timed out after 30m0s\n"}
{"Action":"output","Package":"c","Output":"FAIL\tc\t1800s\n"}
{"Action":"fail","Package":"c"}
`
	build = `{"ImportPath":"d","Action":"build-output","Output":"d/d.go:3:1: undefined: x\n"}
{"ImportPath":"d","Action":"build-fail"}
{"Action":"output","Package":"d","Output":"FAIL\td [build failed]\n"}
{"Action":"fail","Package":"d","FailedBuild":"d"}
`
	skips = `{"Action":"run","Package":"a","Test":"TestTool"}
{"Action":"output","Package":"a","Test":"TestTool","Output":"=== RUN   TestTool\n"}
{"Action":"output","Package":"a","Test":"TestTool","Output":"    a_test.go:3: a detail\n"}
{"Action":"output","Package":"a","Test":"TestTool","Output":"    need_test.go:9: qpdf is\n"}
{"Action":"output","Package":"a","Test":"TestTool","Output":"        not installed\n"}
{"Action":"output","Package":"a","Test":"TestTool","Output":"--- SKIP: TestTool (0.00s)\n"}
{"Action":"skip","Package":"a","Test":"TestTool"}
`
	optional = `{"Action":"run","Package":"a","Test":"TestCorpus"}
{"Action":"output","Package":"a","Test":"TestCorpus","Output":"    corpus.go:9: optional: needs the corpus\n"}
{"Action":"output","Package":"a","Test":"TestCorpus","Output":"--- SKIP: TestCorpus (0.00s)\n"}
{"Action":"skip","Package":"a","Test":"TestCorpus"}
`
)

func TestReport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		in      string
		require bool
		passed  bool
		want    []string
		without string
	}{
		{"a run that passed", begin + passes + end, true, true, []string{"ok  \ta\t0.1s\n", "units  ok      1       0       0        0         1m5s"}, "a detail"},
		{"a test that failed", begin + passes + fails + endBad, false, false, []string{"    b_test.go:7: got 1, want 2\n", "FAIL\tb", "units  FAILED", "Failed:\n  b TestBad\n    b_test.go:7: got 1, want 2\n"}, "=== RUN"},
		{"a subtest that failed, without its parent", begin + failsBelow + endBad, false, false, []string{"units  FAILED  0       1 ", "Failed:\n  b TestTable/one\n"}, "TestTable\n"},
		{"a failure that the exit code hides", begin + fails + end, false, false, []string{"FAILED"}, ""},
		{"a test that never ended", begin + panics + endBad, false, false, []string{"panic: test timed out", "  c TestHangs (did not end)\n"}, ""},
		{"a package that does not compile", begin + build + endBad, false, false, []string{"undefined: x", "Failed:\n  d\n"}, ""},
		{"a command that fails without tests", begin + "npm: not found\n" + endBad, false, false, []string{"npm: not found\n", "FAILED"}, ""},
		{"a group that never ended", begin + passes, false, false, []string{"FAILED"}, ""},
		{"the groups after one that failed", begin + fails + endBad + strings.ReplaceAll(begin+passes+end, "units", "e2e"), false, false, []string{"units  FAILED", "e2e    ok"}, ""},
		{"nothing at all", "", false, false, nil, "ok"},
		{"a skipped test", begin + skips + end, false, true, []string{"units  ok      0       0       1        0 ", "Skipped:\n     1  qpdf is not installed\n"}, "a detail"},
		{"a skipped test where none may be", begin + skips + end, true, false, []string{"FAILED", "Skipped, which counts as not passed (PROCEEDINGS_TEST_REQUIRE=1):\n     1  qpdf is not installed\n"}, ""},
		{"a test that needs what nobody has to have", begin + optional + end, true, true, []string{"units  ok      0       0       0        1 ", "Optional, not run:\n     1  needs the corpus\n"}, "Skipped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			passed, err := run(strings.NewReader(tt.in), &out, tt.require)
			if err != nil || passed != tt.passed {
				t.Errorf("passed = %v, %v, want %v", passed, err, tt.passed)
			}
			for _, want := range tt.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("printed %q, want %q in it", out.String(), want)
				}
			}
			if tt.without != "" && strings.Contains(out.String(), tt.without) {
				t.Errorf("printed %q, want no %q in it", out.String(), tt.without)
			}
		})
	}
}
