package makers

import (
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
)

func TestOpenPassword(t *testing.T) {
	t.Parallel()
	key, err := secret.ParseKey(secret.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	other, err := secret.ParseKey(secret.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := key.Seal("sesame", "abc")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		key      secret.Key
		password plan.Password
		want     string
		reason   string
	}{
		{"without a password", secret.Key{}, plan.Password{}, "", ""},
		{"in clear, of an earlier version", secret.Key{}, plan.Password{Clear: "sesame"}, "sesame", ""},
		{"sealed", key, plan.Password{Sealed: sealed}, "sesame", ""},
		{"no key", secret.Key{}, plan.Password{Sealed: sealed}, "", "the worker has no key; set PROCEEDINGS_SECRET_KEY"},
		{"another key", other, plan.Password{Sealed: sealed}, "", "encrypted with another key than the worker's"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			task := Task{Step: plan.Step{Input: "abc"}}
			got, err := task.open(tt.key, tt.password)
			if got != tt.want || (err != nil) != (tt.reason != "") {
				t.Errorf("got %q, %v", got, err)
			}
			if reason, _ := fault.Refused(err); !strings.Contains(reason, tt.reason) || secret.IsKeyError(err) != (tt.reason != "") {
				t.Errorf("reason %q of %v, want %q", reason, err, tt.reason)
			}
		})
	}
}
