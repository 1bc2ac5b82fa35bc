package s3

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// Answers of a server that only this package needs to tell apart.
var (
	errNoUpload = errors.New("the server does not know this upload any more")
	errRange    = errors.New("the range lies beyond the end")
)

// meaning is the error that a response stands for.
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
	full
	unavailable
)

// meaningOf interprets the status of a response and the code of its error
// document, which may be empty.
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
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidToken", "ExpiredToken": // whatever the status
		return denied
	case "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull":
		return full
	}
	switch {
	case status == http.StatusNotFound:
		return missing
	case status == http.StatusPreconditionFailed:
		return precondition
	case status == http.StatusRequestedRangeNotSatisfiable:
		return beyond
	case status == http.StatusInsufficientStorage:
		return full
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return denied
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		return unavailable
	}
	return other
}

// explain converts an SDK error, after its retries, to an error of package
// storage.
func (s *Store) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	status, code, _ := answer(err)
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
		return fault.Permanent(fault.Explain(err, "%s has no bucket %s: create it, or name another", s.where, *s.bucket))
	case skewed:
		return fault.Permanent(fault.Explain(err, "%s says that this machine's clock is wrong: set it", s.where))
	case denied:
		return fault.Permanent(fault.Explain(errors.Join(storage.ErrDenied, err),
			"%s denies access to bucket %s (%s): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key that may list, read and write it",
			s.where, *s.bucket, cmp.Or(code, http.StatusText(status))))
	case full:
		return fault.Explain(errors.Join(storage.ErrUnavailable, err), "%s has no space left", s.where)
	case unavailable:
		return fault.Explain(errors.Join(storage.ErrUnavailable, err), "%s does not serve requests now: it answers %s", s.where, statusOf(status, code))
	}
	cause := unsent(err)
	if wrong := refusal(cause); wrong != "" {
		return fault.Explain(err, "%s cannot be used: %s", s.where, wrong)
	}
	if cause != nil {
		return fault.Explain(errors.Join(storage.ErrUnavailable, cause), "%s is unreachable: %s", s.where, words.Network(cause))
	}
	if status == http.StatusBadRequest && (code == "" || code == "BadRequest") { // the answer to a HEAD has no body
		return fault.Explain(err, "%s answers 400 Bad Request without a reason: check that --s3-endpoint begins with the right one of http:// and https://, "+
			"that AWS_REGION is the region of the bucket, and that AWS_SESSION_TOKEN is valid or unset", s.where)
	}
	if status != 0 {
		return fault.Explain(err, "%s refuses the request (%s)", s.where, statusOf(status, code))
	}
	return fault.Explain(err, "%s: the request failed", s.where)
}

// refusal returns why a request can never be sent, and what to do; empty if waiting may
// help.
func refusal(cause error) string {
	if cause == nil {
		return ""
	}
	if strings.Contains(cause.Error(), "HTTP response to HTTPS client") {
		return "it does not speak TLS: begin --s3-endpoint or PROCEEDINGS_S3_ENDPOINT with http:// instead of https://"
	}
	return words.Untrusted(cause, "AWS_CA_BUNDLE or SSL_CERT_FILE")
}

// statusOf is an HTTP status with the S3 error code, where there is one that says
// more.
func statusOf(status int, code string) string {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if code != "" && !strings.EqualFold(code, strings.ReplaceAll(http.StatusText(status), " ", "")) {
		text += ", " + code
	}
	return text
}

// explainSending is explain for a request with a body, whose read error is the
// cause if there is one.
func (s *Store) explainSending(ctx context.Context, b *body, err error) error {
	if b.err != nil && ctx.Err() == nil {
		return b.err
	}
	return s.explain(ctx, err)
}

// answer is the status and code of a response; zero without one.
func answer(err error) (status int, code, message string) {
	if response := (*smithyhttp.ResponseError)(nil); errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	if document := smithy.APIError(nil); errors.As(err, &document) {
		code, message = document.ErrorCode(), document.ErrorMessage()
	}
	return status, code, message
}

// unsent is the network error, without the text of the SDK around it, if the
// request or its response was lost; else nil.
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
