// Package steps stores the result of a step, its attempts, its failure, and the
// meetings that wait for it, under archive/steps/. Two meetings may share a step,
// since its key identifies its output.
//
// A queue may deliver a step twice. An attempt first reads the result, and [Keep]
// stores a result only if there is none. Each run stores its files in a folder named
// by their hash, so concurrent runs never change stored bytes. The result names the
// run that counts.
//
// The package counts attempts, not errors: a file that kills its worker returns no
// error. After five attempts a step fails permanently. Readers see the number of
// attempts, operators the last error. An attempt does not count if the worker was
// stopped or is sick, or a service was unreachable. Submitting the meeting again retries failures
// that the input did not cause. A refusal is stored with the step, so the same bytes
// are refused without a new attempt.
//
// [Waiter] explains why no wake-up is lost.
package steps
