// Package jobs runs the pipeline over a queue. It is the only importer of asynq and
// go-redis. The storage, not the queue, is the source of truth: a sweep over the
// storage queues lost tasks again.
//
// A step's task ID is its key, so a step that two meetings request runs once. The
// waiting reconciles of a meeting share one task. A running reconcile may have read
// older data, so the next one is a separate task.
//
// One worker is the leader: the one that holds a key in Redis. The key is lost with the
// queue, and a newly elected leader reconciles all unfinished meetings. So workers
// detect a lost queue within 15 s, without requests to the storage. Every few minutes
// the leader also looks for meetings with a step that is not in the queue.
package jobs
