// Package jobs carries the pipeline's work over a queue: it is the only
// importer of asynq and go-redis. The queue is a messenger and no record: what
// is lost in it is found again by a sweep over the storage.
//
// A step's task ID is its key, so a step that two meetings ask for runs once. The
// reconciles of a meeting share one task. One that runs already may have looked before
// the cause of the next, so the next one is a task of its own.
//
// One worker sweeps, the one that holds a key in Redis. The key is lost with the queue:
// whoever gets it anew reconciles all unfinished meetings. So a lost queue is noticed
// within 15 s, without a request to the storage while nothing is lost. Every few minutes
// the leader also looks for meetings with a step that the queue does not hold.
package jobs
