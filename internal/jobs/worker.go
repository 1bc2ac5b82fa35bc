package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/fault"
	"proceedings/internal/fixity"
	"proceedings/internal/logging"
	"proceedings/internal/makers"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/publish"
	"proceedings/internal/steps"
	"proceedings/internal/tracing"
)

// Worker runs tasks from the queue.
type Worker struct {
	Redis       *Redis
	Pipeline    *pipeline.Pipeline
	Concurrency int           // concurrent steps
	Grace       time.Duration // for running steps when the worker stops
	Sweep       time.Duration // interval of sweeps for lost tasks
	VerifyEvery time.Duration // period in which each meeting is verified; 0 for never
	Log         *slog.Logger
	Tracer      *tracing.Tracer // nil for none

	status status
	tasks  taskLog
	leads  atomic.Bool                   // this worker is the leader
	totals atomic.Pointer[fixity.Totals] // of the last verifications; nil before the first
	sick   chan sickness                 // of steps whose errors this machine caused
}

// pollInterval is the poll interval of an empty queue. A meeting is a chain of steps,
// and asynq's default would add a second to each.
const pollInterval = 200 * time.Millisecond

// Run runs tasks until ctx ends. It then accepts no new tasks, waits up to Grace for
// running ones, requeues the rest, and returns when no handler runs. So no child
// process is left.
func (w *Worker) Run(ctx context.Context) error {
	if err := w.Redis.Ping(ctx); err != nil {
		return err
	}
	var running, serving sync.WaitGroup
	w.sick = make(chan sickness, 1)
	w.status.set(func(s *Status) { s.Running = true })
	stopped := context.AfterFunc(ctx, func() { w.status.set(func(s *Status) { s.Running = false }) })
	defer stopped()
	mux := w.mux(&running)
	control := w.server(4, map[string]int{queueControl: 1})
	if err := control.Start(mux); err != nil {
		return fmt.Errorf("start serving the queue: %w", err)
	}
	serving.Go(func() { w.serveSteps(ctx, mux) })
	serving.Go(func() { w.recoverUntil(ctx) })
	serving.Go(func() { w.verifyUntil(ctx) })
	w.sweepUntil(ctx)
	serving.Go(control.Shutdown)
	serving.Wait()
	// Shutdown returns while requeued handlers still run.
	running.Wait()
	return nil
}

func (w *Worker) server(concurrency int, queues map[string]int) *asynq.Server {
	return asynq.NewServerFromRedisClient(w.Redis.client, asynq.Config{
		Concurrency:              concurrency,
		Queues:                   queues,
		TaskCheckInterval:        pollInterval,
		DelayedTaskCheckInterval: time.Second,
		RetryDelayFunc:           retryDelay,
		ShutdownTimeout:          w.Grace,
		Logger:                   logger{w.Log, &w.tasks},
		LogLevel:                 asynq.WarnLevel,
	})
}

// mux returns the handlers. running counts those that run.
func (w *Worker) mux(running *sync.WaitGroup) *asynq.ServeMux {
	client := NewClient(w.Redis)
	mux := asynq.NewServeMux()
	mux.Use(func(next asynq.Handler) asynq.Handler {
		return asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error {
			running.Add(1)
			defer running.Done()
			if !ours(t.Type()) {
				w.Log.WarnContext(ctx, "a task of another program was archived", "task", t.Type())
				return fmt.Errorf("task of type %q: %w", t.Type(), asynq.SkipRetry)
			}
			defer w.Redis.running(ctx)()
			id, _ := asynq.GetTaskID(ctx)
			ctx = logging.With(ctx, aboutTask(id)...)
			w.tasks.note(id, func() []slog.Attr { return logging.Attrs(ctx) })
			ctx, span := w.Tracer.Task(ctx, spanName(t.Type(), id), t.Headers()[tracing.Header])
			err := w.withoutPanic(ctx, func() error { return next.ProcessTask(ctx, t) })
			span.End(err)
			if err != nil && ctx.Err() == nil {
				level, what := slog.LevelWarn, "task will run again"
				_, noRoom := errors.AsType[*makers.NoRoomError](err)
				switch {
				case errors.Is(err, asynq.SkipRetry):
					what = "task was archived, since it cannot succeed"
				case noRoom, errors.Is(err, publish.ErrSuperseded), errors.Is(err, errElsewhere): // another worker does the same
					level = slog.LevelInfo
				}
				w.Log.Log(ctx, level, what, "task", t.Type(), "err", err)
			}
			w.Redis.await(ctx)
			return err
		})
	})
	handle(mux, func(ctx context.Context, j reconcileJob) error {
		return w.reconcile(ctx, client, j)
	})
	handle(mux, func(ctx context.Context, j stepJob) error {
		return w.step(ctx, client, j.Key)
	})
	handle(mux, func(ctx context.Context, j oldStepJob) error {
		return w.step(ctx, client, j.Step.Key())
	})
	return mux
}

// withoutPanic returns a panic of a task as an error. asynq would log it without saying of which
// task it is.
func (w *Worker) withoutPanic(ctx context.Context, task func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.Log.ErrorContext(ctx, "a task panicked", "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return task()
}

// reconcile reconciles a meeting and queues the missing steps.
func (w *Worker) reconcile(ctx context.Context, client *Client, j reconcileJob) error {
	todo, err := w.Pipeline.Advance(ctx, j.Meeting, j.Woken)
	if fault.IsPermanent(err) {
		return fmt.Errorf("%w: %w", err, asynq.SkipRetry)
	}
	if err != nil {
		return err
	}
	if err = w.Redis.expect(ctx, j.Meeting, todo.Steps, !j.Woken); err != nil {
		return err
	}
	own := plan.PriorityOf(todo.Meeting, w.Pipeline.Now())
	var standing plan.Standing
	var other string // meeting of the same batch whose priority changes
	if todo.Final {
		other = w.Redis.leave(ctx, j.Meeting)
	} else {
		standing, other = w.Redis.join(ctx, todo.Meeting, own)
	}
	slots := plan.Slots(todo.Steps, own, standing)
	for i, s := range todo.Steps {
		if err := client.step(ctx, s, slots[i]); err != nil {
			return err
		}
	}
	if other != "" {
		return client.reconcile(ctx, reconcileJob{Meeting: other, Woken: true}, 0)
	}
	return nil
}

// step runs a step and then wakes the meetings that wait for it.
func (w *Worker) step(ctx context.Context, client *Client, key string) error {
	if err := w.Redis.checkElsewhere(ctx, key); err != nil {
		return err
	}
	err := w.Pipeline.RunStep(ctx, key, reporter(w.Redis.resultWriter(ctx), time.Now))
	switch {
	case errors.Is(err, pipeline.ErrUnknownStep):
		return errors.Join(fmt.Errorf("%w: %w", err, asynq.SkipRetry), w.replan(ctx, client, key))
	case fault.IsPermanent(err): // such as a bad key
		return fmt.Errorf("%w: %w", err, asynq.SkipRetry)
	case err != nil:
		w.Redis.reportNoRoom(ctx, key, err)
		w.noticeSickness(plan.KindOf(key), err)
		return err
	}
	st, err := steps.ReadStatus(ctx, w.Pipeline.Store, key)
	if err != nil {
		return err
	}
	for _, id := range st.Waiting {
		if err := client.wake(ctx, id, key); err != nil {
			return err
		}
	}
	return nil
}

// replanDelay is the delay of a reconcile after a step that is in no plan. Until the upgrade is
// complete, an earlier version may request the step again and again.
const replanDelay = 2 * time.Second

// replan queues a reconcile of the meetings that wait for a step that is in no plan: an earlier version
// requested it, and this one plans others. The meetings are from the storage, where a forged task has
// none.
func (w *Worker) replan(ctx context.Context, client *Client, key string) error {
	st, err := steps.ReadStatus(ctx, w.Pipeline.Store, key)
	if err != nil {
		return err
	}
	for _, id := range st.Waiting {
		if err = client.reconcile(ctx, reconcileJob{Meeting: id}, replanDelay); err != nil {
			return err
		}
	}
	return nil
}
