package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"proceedings/internal/fault"
)

func TestExplainKeepsTheCauseForTheLog(t *testing.T) {
	t.Parallel()

	cause := fmt.Errorf("operation error S3: %w", io.ErrUnexpectedEOF)
	err := fmt.Errorf("read the record: %w", fault.Explain(cause, "%s is unreachable", "http://s3"))
	if got, want := err.Error(), "read the record: http://s3 is unreachable"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is not found")
	}
	if got, want := fault.Detail(errors.Join(io.EOF, fault.Permanent(err), err)), cause.Error()+"\n"+cause.Error(); got != want {
		t.Errorf("detail %q, want %q", got, want)
	}
	if got := fault.Detail(io.EOF); got != "" {
		t.Errorf("detail %q of an error that was not explained", got)
	}
}
