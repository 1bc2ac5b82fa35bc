package jobs

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hibiken/asynq"

	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

// slotOf returns the slot of a step of a meeting with priority own that is queued with p.
func slotOf(own, p meeting.Priority) plan.Slot { return plan.Slot{Priority: p, Own: own} }

// stateAt is a light task's at a priority, or 0 if there is none.
func stateAt(c *Client, p meeting.Priority, id string) asynq.TaskState {
	info, err := c.look.GetTaskInfo(plan.Light.At(p), id)
	if err != nil {
		return 0
	}
	return info.State
}

// serveAt runs a server of asynq's own over the light queue of a priority.
func serveAt(t *testing.T, r *Redis, p meeting.Priority, do asynq.HandlerFunc) *asynq.Server {
	t.Helper()
	srv := (&Worker{Redis: r, Log: discard()}).server(1, map[string]int{plan.Light.At(p): 1})
	if err := srv.Start(do); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	return srv
}

// TestStepIsQueuedOnce requests a step that is queued with another priority.
func TestStepIsQueuedOnce(t *testing.T) {
	t.Parallel()
	waits := func(*testing.T, *Client, string) {}
	tests := []struct {
		name string
		was  meeting.Priority
		to   func(t *testing.T, c *Client, id string) // brings a pending task to its state
		slot plan.Slot
		want meeting.Priority // of the only task
		in   asynq.TaskState
	}{
		{"an urgent meeting moves it up", meeting.Bulk, waits, slotOf(meeting.Urgent, meeting.Urgent), meeting.Urgent, asynq.TaskStatePending},
		{"a bulk meeting leaves it", meeting.Default, waits, slotOf(meeting.Bulk, meeting.Bulk), meeting.Default, asynq.TaskStatePending},
		{"a meeting that waits moves it down", meeting.Default, waits, slotOf(meeting.Default, meeting.Bulk), meeting.Bulk, asynq.TaskStatePending},
		{"an archived one is queued again", meeting.Bulk, func(t *testing.T, c *Client, id string) {
			t.Helper()
			if err := c.look.ArchiveTask(plan.Light.At(meeting.Bulk), id); err != nil {
				t.Fatal(err)
			}
		}, slotOf(meeting.Default, meeting.Default), meeting.Default, asynq.TaskStatePending},
		{"one that Redis lost is queued again", meeting.Default, func(t *testing.T, c *Client, _ string) {
			t.Helper()
			if err := c.redis.client.Del(t.Context(), queueKey("light", "pending")).Err(); err != nil {
				t.Fatal(err)
			}
		}, slotOf(meeting.Bulk, meeting.Bulk), meeting.Bulk, asynq.TaskStatePending},
		{"one that waits for its next attempt stays", meeting.Bulk, func(t *testing.T, c *Client, id string) {
			t.Helper()
			srv := serveAt(t, c.redis, meeting.Bulk, func(context.Context, *asynq.Task) error { return errors.New("broke off") })
			until(t, "the attempt", func() bool { return stateAt(c, meeting.Bulk, id) == asynq.TaskStateRetry })
			srv.Shutdown()
		}, slotOf(meeting.Urgent, meeting.Urgent), meeting.Bulk, asynq.TaskStateRetry},
		{"one that runs stays", meeting.Bulk, func(t *testing.T, c *Client, id string) {
			t.Helper()
			release := make(chan struct{})
			serveAt(t, c.redis, meeting.Bulk, func(context.Context, *asynq.Task) error {
				<-release
				return nil
			})
			t.Cleanup(func() { close(release) })
			until(t, "the run", func() bool { return stateAt(c, meeting.Bulk, id) == asynq.TaskStateActive })
		}, slotOf(meeting.Urgent, meeting.Urgent), meeting.Bulk, asynq.TaskStateActive},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, r := small(t)
			c, step := NewClient(r), light()
			if err := c.step(t.Context(), step, slotOf(tt.was, tt.was)); err != nil {
				t.Fatal(err)
			}
			tt.to(t, c, step.Key())
			if err := c.step(t.Context(), step, tt.slot); err != nil {
				t.Fatal(err)
			}
			for _, p := range plan.Levels() {
				want := asynq.TaskState(0)
				if p == tt.want {
					want = tt.in
				}
				if got := stateAt(c, p, step.Key()); got != want {
					t.Errorf("with priority %s it is %v, want %v", p, got, want)
				}
			}
		})
	}
}

// TestStepInTwoQueuesRunsOnce queues a step with two priorities, as two clients at the same
// moment may do.
func TestStepInTwoQueuesRunsOnce(t *testing.T) {
	t.Parallel()
	r, store := open(t, real(t)), new(mem.Store)
	submit(t, store, "board", "a paper")
	var runs atomic.Int32
	key, release := make(chan string, 1), make(chan struct{})
	start(t, worker(t, r, store, &tools{meet: func(_ context.Context, task *makers.Task) error {
		if task.Step.Kind == plan.Probe {
			if runs.Add(1) == 1 {
				key <- task.Step.Key()
			}
			<-release
		}
		return nil
	}}))
	probe := await(t, "the probe to run", key)
	c := NewClient(r)
	if _, err := c.enqueue(t.Context(), stepJob{Key: probe, priority: meeting.Urgent}, probe, 0); err != nil {
		t.Fatal(err)
	}
	until(t, "the second task to be delayed", func() bool {
		info, err := c.look.GetTaskInfo(plan.Light.At(meeting.Urgent), probe)
		return err == nil && info.State == asynq.TaskStateRetry && strings.Contains(info.LastErr, errElsewhere.Error())
	})
	close(release)
	until(t, "the second task to end", func() bool { return stateAt(c, meeting.Urgent, probe) == 0 })
	published(t, store, "board")
	if n := runs.Load(); n != 1 {
		t.Errorf("%d runs", n)
	}
}

// TestQueuesOfEarlierReleases: a step that an earlier release queued runs from its queue,
// also if its meeting has another priority.
func TestQueuesOfEarlierReleases(t *testing.T) {
	t.Parallel()
	for _, queue := range []string{"light", "heavy", "chunks", "ocr", "control"} {
		if got := queues(); !slices.Contains(got, queue) {
			t.Errorf("queue %s of earlier releases is not among %v", queue, got)
		}
	}
	r, store := open(t, real(t)), new(mem.Store)
	submitWith(t, store, meeting.Meeting{ID: "board", Priority: meeting.Bulk}, "a paper")
	from := make(chan string, 2)
	w := worker(t, r, store, &tools{meet: func(ctx context.Context, _ *makers.Task) error {
		queue, _ := asynq.GetQueueName(ctx)
		from <- queue
		return nil
	}})
	list, err := w.Pipeline.Reconcile(t.Context(), "board")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	old := asynq.NewTask("step:v2", []byte(`{"key":"`+list[0].Key()+`"}`))
	if _, err := NewClient(r).queue.EnqueueContext(t.Context(), old, asynq.Queue("light"), asynq.TaskID(list[0].Key())); err != nil {
		t.Fatal(err)
	}
	start(t, w)
	published(t, store, "board")
	if probe, document := await(t, "the probe", from), await(t, "the document", from); probe != "light" || document != "light-bulk" {
		t.Errorf("the steps ran from %s and %s", probe, document)
	}
}
