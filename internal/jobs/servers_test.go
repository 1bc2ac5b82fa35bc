package jobs

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/hibiken/asynq"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/tlstest"
)

// leastUser returns the ACL SETUSER command of docs/servers.md, for a user with a
// password.
func leastUser(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/servers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "\nACL SETUSER ")
	if !found {
		t.Fatal("docs/servers.md has no user")
	}
	command, _, _ := strings.Cut(rest, "\n")
	return append([]string{"ACL", "SETUSER"}, strings.Fields(command)...)
}

// leastLogin are that user and its password, in an address.
const leastLogin = "proceedings:password@"

// kind is a kind of Redis servers.
type kind struct {
	name  string
	start func(t *testing.T) (address string, all []*redistest.Server)
}

// everyServer returns each kind of Redis, with addresses for the user of [leastUser].
func everyServer(ca *tlstest.Authority, pair tlstest.Pair) []kind {
	const admin = "admin"
	return []kind{
		{"one server", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			s := redistest.Start(t, redistest.Options{Password: admin})
			return "redis://" + leastLogin + s.Address + "/3", []*redistest.Server{s}
		}},
		{"TLS with a client certificate", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			s := redistest.Start(t, redistest.Options{Password: admin, TLS: ca, ClientCerts: true})
			return "rediss://" + leastLogin + s.Address + "?ca=" + ca.File + "&cert=" + pair.Cert + "&key=" + pair.Key, []*redistest.Server{s}
		}},
		{"Sentinel", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			f := redistest.StartFailover(t, redistest.Options{Password: admin})
			return "redis-sentinel://" + leastLogin + f.Hosts() + "/1?master=" + redistest.MasterName, []*redistest.Server{f.Master}
		}},
		{"Sentinel with TLS", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			f := redistest.StartFailover(t, redistest.Options{Password: admin, TLS: ca})
			return "rediss-sentinel://" + leastLogin + f.Hosts() + "?master=" + redistest.MasterName + "&ca=" + ca.File, []*redistest.Server{f.Master}
		}},
		{"Cluster", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			c := redistest.StartCluster(t, redistest.Options{Password: admin})
			return "redis-cluster://" + leastLogin + c.Hosts(), c
		}},
		{"Cluster with TLS", func(t *testing.T) (string, []*redistest.Server) {
			t.Helper()
			c := redistest.StartCluster(t, redistest.Options{Password: admin, TLS: ca})
			return "rediss-cluster://" + leastLogin + c.Hosts() + "?ca=" + ca.File, c
		}},
	}
}

// TestServers publishes a meeting through each kind of Redis, as a user with the least
// permissions.
func TestServers(t *testing.T) {
	t.Parallel()
	ca := tlstest.New(t)
	for _, tt := range everyServer(ca, ca.Issue(t)) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, all := tt.start(t)
			for _, s := range all {
				user := leastUser(t)
				if len(all) > 1 {
					user = append(user, "+cluster|slots", "+command")
				}
				if reply := s.Do(t, user...); reply != "OK" {
					t.Fatal(reply)
				}
			}
			r := open(t, address)
			if err := r.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			publishAndAsk(t, r, new(mem.Store))
			for _, s := range all {
				if denied := s.Do(t, "ACL", "LOG"); denied != "" {
					t.Errorf("the user was denied a command:\n%s", denied)
				}
			}
		})
	}
}

// publishAndAsk publishes a meeting. Then it makes every other request: what "ingest
// status" asks for, an archived task, the last chunk, a batch, and tasks of
// dead workers.
func publishAndAsk(t *testing.T, r *Redis, store storage.Store) {
	t.Helper()
	submit(t, store, "board", "one", "two", "three")
	stop := start(t, worker(t, r, store, &tools{meet: func(_ context.Context, task *makers.Task) error {
		task.Progress(0.5)
		return nil
	}}))
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	if m := published(t, store, "board"); len(m.Documents) != 3 {
		t.Errorf("published %+v", m)
	}
	if has, err := c.HasWorker(); err != nil || !has {
		t.Errorf("HasWorker = %v, %v", has, err)
	}
	if _, err := c.Running(); err != nil {
		t.Error(err)
	}
	if _, err := c.Failing(); err != nil {
		t.Error(err)
	}
	r.reportSick(t.Context(), "the disk is full")
	if sick, err := c.SickWorkers(t.Context()); err != nil || len(sick) != 1 {
		t.Errorf("SickWorkers = %v, %v", sick, err)
	}
	r.reportHealthy(t.Context())
	stop()

	step := light()
	for range 2 { // the second finds the task of the first
		if err := c.step(t.Context(), step, normal()); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.look.ArchiveTask("light", step.Key()); err != nil {
		t.Fatal(err)
	}
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the archived task is %v", got)
	}
	chunk := plan.Step{Kind: plan.Chunk, Version: 1, Input: strings.Repeat("1", 64)}
	if err := r.expect(t.Context(), "board", []plan.Step{chunk}, true); err != nil {
		t.Error(err)
	}
	if err := c.wake(t.Context(), "board", chunk.Key()); err != nil {
		t.Error(err)
	}
	for _, id := range []string{"a", "b", "c"} {
		r.join(t.Context(), meeting.Meeting{ID: id, Batch: "spring"}, meeting.Bulk)
	}
	if got := c.Standing(t.Context(), "b"); got.Ahead != 1 {
		t.Errorf("the second of a batch stands at %+v", got)
	}
	r.leave(t.Context(), "a")
	r.leaveFinished(t.Context(), nil)
	if got := c.Standing(t.Context(), "b"); got.Ahead != 0 {
		t.Errorf("the batch is finished, and one stands at %+v", got)
	}
	gone := process{thisProcess().machine, "4194305", "1"}
	if err := r.client.HSet(t.Context(), runningKey, "light/gone", gone.String()).Err(); err != nil {
		t.Fatal(err)
	}
	if err := r.requeueOfDead(t.Context(), func(string, string) {}); err != nil {
		t.Error(err)
	}
	if err := RecoverOrphans(t.Context(), r); err != nil {
		t.Error(err)
	}
}

// TestEveryPermissionIsChecked takes the permissions from the user of docs/servers.md one
// by one.
func TestEveryPermissionIsChecked(t *testing.T) {
	t.Parallel()
	s := redistest.Start(t, redistest.Options{Password: "admin"})
	user := leastUser(t)
	for i, rule := range user {
		name, command := strings.CutPrefix(rule, "+")
		if !command && !strings.ContainsAny(rule[:1], "~&") || name == "select" || name == "unsubscribe" { // the last two are not always needed
			continue
		}
		less := append([]string{}, user...)
		less[i] = "-select" // in its place
		want := map[bool]string{true: strings.ToUpper(name), false: strings.TrimSuffix(rule, "*")}[command]
		s.Do(t, "ACL", "DELUSER", "proceedings")
		if reply := s.Do(t, less...); reply != "OK" {
			t.Fatal(reply)
		}
		if err := open(t, "redis://"+leastLogin+s.Address).Check(t.Context()); goesOn(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: err = %v, want one that names it", rule, err)
		}
	}
}
