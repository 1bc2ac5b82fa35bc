package meeting_test

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

func TestFollowable(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://bees.example/a?b=c#d":                   "https://bees.example/a?b=c#d",
		" HTTP://bees.example ":                          "HTTP://bees.example",
		"mailto:chair@bees.example":                      "mailto:chair@bees.example",
		"https://user:word@bees.example/a@b?c=@#@":       "https://bees.example/a@b?c=@#@",
		"http://user@bees.example:80":                    "http://bees.example:80",
		"https://@bees.example?a":                        "https://bees.example?a",
		"https://user:word@":                             "",
		"https://":                                       "",
		"mailto:":                                        "",
		"javascript:alert(1)":                            "",
		"java\nscript:alert(1)":                          "",
		"file:///etc/passwd":                             "",
		"data:text/html,x":                               "",
		"//bees.example":                                 "",
		"slide3.xml":                                     "",
		"https://bees.example/\xff":                      "",
		"https://b.example/" + strings.Repeat("a", 5000): "",
		"": "",
	} {
		if got, ok := meeting.Followable(address); got != want || ok != (want != "") {
			t.Errorf("Followable(%.40q) = %q, %t; want %q", address, got, ok, want)
		}
	}
}
