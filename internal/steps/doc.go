// Package steps owns all that is stored of a step, under archive/steps/: its
// result, its attempts and its failure, and the meetings that wait for it. Two
// meetings may share a step, since its key names what it makes.
//
// A queue may deliver a step twice. An attempt begins by looking for the result, and
// [Keep] stores a result only if there is none. The files of each run have a folder of
// their own, named by a hash of all of them, so two runs that overlap never change
// stored bytes; the result says which run counts.
//
// Attempts are counted, not errors: a file that kills its worker returns no error. After
// five attempts a step fails permanently. Readers see the number of attempts, operators
// the last error. An attempt does not count if the worker was stopped or a service was
// unreachable. Submitting the meeting again retries failures that are not the input's
// fault. A refusal is stored with the step, so the same bytes are refused once.
//
// [Waiter] explains why no wake-up is lost.
package steps
