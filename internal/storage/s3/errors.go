package s3

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// Answers of a server that only this package needs to tell apart.
var (
	errNoUpload = errors.New("the server does not know this upload any more")
	errRange    = errors.New("the range lies beyond the end")
)

// meaning is what an answer says to a caller.
type meaning int

const (
	other meaning = iota
	missing
	noBucket
	noUpload
	beyond
	precondition
	skewed
	denied
	unavailable
)

// meaningOf reads an answer: its status, and the code of its error document,
// which is empty where it had none.
func meaningOf(status int, code string) meaning {
	switch code {
	case "NoSuchBucket":
		return noBucket
	case "NoSuchUpload":
		return noUpload
	case "InvalidRange":
		return beyond
	case "ConditionalRequestConflict":
		return precondition
	case "RequestTimeTooSkewed":
		return skewed
	case "RequestTimeout", "SlowDown":
		return unavailable
	}
	switch {
	case status == http.StatusNotFound:
		return missing
	case status == http.StatusPreconditionFailed:
		return precondition
	case status == http.StatusRequestedRangeNotSatisfiable:
		return beyond
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return denied
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		return unavailable
	}
	return other
}

// explain turns an error of the SDK, which has tried again already where that
// could help, into one of the contract.
func (s *Store) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	status, code, message := answer(err)
	switch meaningOf(status, code) {
	case missing:
		return storage.ErrNotFound
	case precondition:
		return storage.ErrPrecondition
	case noUpload:
		return errNoUpload
	case beyond:
		return errRange
	case noBucket:
		return fault.Permanent(fmt.Errorf("%s has no bucket %s: create it, or name another", s.where, *s.bucket))
	case skewed:
		return fault.Permanent(fmt.Errorf("%s says that this machine's clock is wrong: set it", s.where))
	case denied:
		return fault.Permanent(fmt.Errorf(
			"%s denies access to bucket %s (%s): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key that may list, read and write it",
			s.where, *s.bucket, cmp.Or(code, http.StatusText(status))))
	case unavailable:
		return fmt.Errorf("%w: %s answers %d %s", storage.ErrUnavailable, s.where, status, cmp.Or(message, code, http.StatusText(status)))
	}
	if cause := unsent(err); cause != nil {
		return fmt.Errorf("%w: no answer from %s: %w", storage.ErrUnavailable, s.where, cause)
	}
	if code != "" {
		return fmt.Errorf("%s answers %d %s: %s", s.where, status, code, message)
	}
	return fmt.Errorf("%s: %w", s.where, err)
}

// explainSending is explain for a request with a body, whose own error is the
// reason for whatever came of it.
func (s *Store) explainSending(ctx context.Context, b *body, err error) error {
	if b.err != nil && ctx.Err() == nil {
		return b.err
	}
	return s.explain(ctx, err)
}

// answer is what a server said, or zeros where it said nothing.
func answer(err error) (status int, code, message string) {
	if response := (*smithyhttp.ResponseError)(nil); errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	if document := smithy.APIError(nil); errors.As(err, &document) {
		code, message = document.ErrorCode(), document.ErrorMessage()
	}
	return status, code, message
}

// unsent is the reason, without the SDK's words around it, where a request or
// its answer was lost on the way; else nil.
func unsent(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		return u.Err
	}
	if send := (*smithyhttp.RequestSendError)(nil); errors.As(err, &send) {
		return send.Err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	return nil
}
