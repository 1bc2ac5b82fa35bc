package secret_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/secret"
)

func key(t *testing.T, text string) secret.Key {
	t.Helper()
	k, err := secret.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func seal(t *testing.T, k secret.Key, password, file string) string {
	t.Helper()
	sealed, err := k.Seal(password, file)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestSealedPasswordsOpenOnlyWithTheirKeyAndFile(t *testing.T) {
	t.Parallel()
	text := secret.NewKey()
	k, other := key(t, text), key(t, secret.NewKey())
	for _, password := range []string{"sesame", "", "Öl & Wasser", strings.Repeat("x", 500)} {
		sealed := seal(t, k, password, "file")
		if password != "" && strings.Contains(sealed, password) {
			t.Errorf("%q contains the password", sealed)
		}
		if again := seal(t, key(t, text+"\n"), password, "file"); again != sealed {
			t.Errorf("sealed as %q and as %q, want one text", sealed, again)
		}
		if got, err := k.Open(sealed, "file"); err != nil || got != password {
			t.Errorf("opened %q, %v, want %q", got, err, password)
		}
		damaged := "A" + sealed[1:]
		if sealed[0] == 'A' {
			damaged = "B" + sealed[1:]
		}
		for name, open := range map[string]func() (string, error){
			"another key":  func() (string, error) { return other.Open(sealed, "file") },
			"another file": func() (string, error) { return k.Open(sealed, "other") },
			"damaged":      func() (string, error) { return k.Open(damaged, "file") },
			"cut short":    func() (string, error) { return k.Open(sealed[:8], "file") },
			"not base64":   func() (string, error) { return k.Open("sesame!", "file") },
		} {
			if got, err := open(); !errors.Is(err, secret.ErrWrongKey) || got != "" {
				t.Errorf("%s: opened %q, %v, want ErrWrongKey", name, got, err)
			}
		}
	}
	if a, b := seal(t, k, "sesame", "a"), seal(t, k, "sesame", "b"); a[:16] == b[:16] {
		t.Errorf("the password of two files is sealed as %q and %q, and readers see that it is one", a, b)
	}
}

func TestWithoutAKey(t *testing.T) {
	t.Parallel()
	var none secret.Key
	if _, err := none.Seal("sesame", "file"); !none.IsZero() || !errors.Is(err, secret.ErrNoKey) {
		t.Errorf("error %v, want ErrNoKey", err)
	}
	if _, err := none.Open("c2VzYW1l", "file"); !errors.Is(err, secret.ErrNoKey) {
		t.Errorf("error %v, want ErrNoKey", err)
	}
	if _, err := secret.ParseKey(" hunter2 \n"); err == nil || !strings.Contains(err.Error(), "at least 32 characters") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error %v of a short key", err)
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	t.Parallel()
	k := key(t, "a key of more than thirty-two characters")
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format, k); got != "secret" {
			t.Errorf("%s prints %s", format, got)
		}
		if got := fmt.Sprintf(format, struct{ Key secret.Key }{k}); strings.Contains(got, "0x") || strings.Contains(got, "[") {
			t.Errorf("%s prints %s within a struct", format, got)
		}
	}
}
