package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// grouped parses a file: "b part a 60 va" is the file b of 60 s with video and audio,
// which is a part of a. "?" is a file that is not probed yet.
func grouped(t *testing.T, text string) plan.File {
	t.Helper()
	var id, belongs, to, streams string
	var seconds float64
	if _, err := fmt.Sscan(text, &id, &belongs, &to, &seconds, &streams); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	f := plan.File{Source: meeting.Source{ID: id, Name: id + ".mp4"}, Media: &meeting.Media{Duration: seconds}}
	switch belongs {
	case "part":
		f.PartOf = to
	case "view":
		f.ViewOf = to
	case "copy":
		f.TwinOf = to
	}
	if strings.Contains(streams, "v") {
		f.Media.Video = &meeting.Video{}
	}
	if strings.Contains(streams, "a") {
		f.Media.Audio = []meeting.Audio{{}}
	}
	if streams == "?" {
		f.Media, f.Pending = nil, true
	}
	return f
}

// groupsOf formats the groups of files: the IDs of the head, the parts, the views and the
// copies of each.
func groupsOf(files []plan.File) string {
	groups, _ := plan.Groups(files)
	ids := func(list ...int) string {
		text := ""
		for _, i := range list {
			text += files[i].ID
		}
		return text
	}
	var all []string
	for _, g := range groups {
		all = append(all, strings.TrimRight(strings.Join([]string{ids(g.Head), ids(g.Parts...), ids(g.Views...), ids(g.Copies...)}, "/"), "/"))
	}
	return strings.Join(all, " ")
}

func TestGroups(t *testing.T) {
	t.Parallel()
	const (
		oneVideo = "is not joined to a.mp4, since only one of the two has video"
		noVideo  = "is not shown beside a.mp4, since one of the two has no video"
		lengths  = "is not treated as a copy of a.mp4, since their lengths differ"
	)
	tests := map[string]struct {
		files   []string
		want    string
		remarks map[string]string
	}{
		"a file by itself":                   {[]string{"a - - 60 va"}, "a", nil},
		"unrelated files":                    {[]string{"a - - 60 va", "b - - 60 va"}, "a b", nil},
		"parts, in order":                    {[]string{"a - - 60 va", "b part a 9 v", "c part a 20 va"}, "a/bc", nil},
		"audio in parts":                     {[]string{"a - - 60 a", "b part a 9 a"}, "a/b", nil},
		"views":                              {[]string{"a - - 60 va", "b view a 60 v", "c view a 60 v"}, "a//bc", nil},
		"a copy":                             {[]string{"a - - 60 va", "b copy a 60 va"}, "a///b", nil},
		"a copy of the audio":                {[]string{"a - - 60 va", "b copy a 60 a"}, "a///b", nil},
		"a view of a part":                   {[]string{"a - - 60 va", "b part a 60 va", "c view b 60 v"}, "a/b/c", nil},
		"copies of audio":                    {[]string{"a - - 60 a", "b copy a 60 a"}, "a///b", nil},
		"copies without audio":               {[]string{"a - - 60 v", "b copy a 60 v"}, "a///b", nil},
		"a silent twin":                      {[]string{"a - - 60 va", "b copy a 60 v"}, "a///b", nil},
		"all kinds":                          {[]string{"b copy a 60 va", "c view a 60 v", "d part a 9 va", "a - - 60 va"}, "a/d/c/b", nil},
		"a part without video":               {[]string{"a - - 60 va", "b part a 9 a"}, "a b", map[string]string{"b": oneVideo}},
		"a part with video":                  {[]string{"a - - 60 a", "b part a 9 va"}, "a b", map[string]string{"b": oneVideo}},
		"a view without video":               {[]string{"a - - 60 va", "b view a 60 a"}, "a b", map[string]string{"b": noVideo}},
		"a view of audio":                    {[]string{"a - - 60 a", "b view a 60 v"}, "a b", map[string]string{"b": noVideo}},
		"a copy with video":                  {[]string{"a - - 60 a", "b copy a 60 va"}, "a b", map[string]string{"b": "is not treated as a copy of a.mp4, which has no video"}},
		"a copy with audio":                  {[]string{"a - - 60 v", "b copy a 60 va"}, "a b", map[string]string{"b": "is not treated as a copy of a.mp4, which has no sound"}},
		"a part of a file that does not fit": {[]string{"a - - 60 va", "b part a 9 a", "c part b 9 a"}, "a b/c", map[string]string{"b": oneVideo}},

		"a copy two seconds longer":               {[]string{"a - - 60 va", "b copy a 62 va"}, "a///b", nil},
		"a copy three seconds shorter":            {[]string{"a - - 60 va", "b copy a 57 va"}, "a b", map[string]string{"b": lengths}},
		"a copy of an hour, half a minute longer": {[]string{"a - - 3600 va", "b copy a 3630 va"}, "a///b", nil},
		"a copy of an hour, a minute longer":      {[]string{"a - - 3600 va", "b copy a 3660 va"}, "a b", map[string]string{"b": lengths}},
		"a copy of the whole":                     {[]string{"a - - 60 va", "b part a 30 va", "c copy a 90 va"}, "a/b//c", nil},
		"a copy of the second part":               {[]string{"a - - 60 va", "b part a 30 va", "c copy a 30 va"}, "a/b//c", nil},
		"a copy of no part":                       {[]string{"a - - 60 va", "b part a 30 va", "c copy a 75 va"}, "a/b c", map[string]string{"c": lengths}},

		"only a view has audio":            {[]string{"a - - 60 v", "b view a 60 v", "c view a 60 va"}, "c//ba", map[string]string{"a": "has no sound track: the recording uses the sound of c.mp4"}},
		"both views have audio":            {[]string{"a - - 60 v", "b view a 60 va", "c view a 60 va"}, "b//ac", map[string]string{"a": "has no sound track: the recording uses the sound of b.mp4"}},
		"head and view have audio":         {[]string{"a - - 60 va", "b view a 60 va"}, "a//b", nil},
		"no audio":                         {[]string{"a - - 60 v", "b view a 60 v"}, "a//b", nil},
		"a head with parts stays the head": {[]string{"a - - 60 v", "b part a 9 v", "c view a 60 va"}, "a/b/c", nil},

		"a file that is not probed":              {[]string{"a - - 60 ?", "b - - 60 va"}, "b", nil},
		"a part that is not probed":              {[]string{"a - - 60 va", "b part a 9 ?", "c - - 9 va"}, "c", nil},
		"a part of the second file":              {[]string{"c - - 9 va", "a - - 60 va", "b part a 9 ?"}, "c", nil},
		"a view that is not probed":              {[]string{"a - - 60 va", "b view a 9 ?", "c - - 9 va"}, "c", nil},
		"a copy that is not probed":              {[]string{"a - - 60 va", "b copy a 9 ?", "c - - 9 va"}, "c", nil},
		"a head that is not probed":              {[]string{"a - - 60 ?", "b part a 9 va", "c - - 9 va"}, "c", nil},
		"a head of views that is not probed":     {[]string{"a - - 60 ?", "b view a 9 va", "c - - 9 va"}, "c", nil},
		"a head of copies that is not probed":    {[]string{"a - - 60 ?", "b copy a 9 va", "c - - 9 va"}, "c", nil},
		"parts of a head that is unusable":       {[]string{"b part a 9 va", "c part a 9 va"}, "b/c", nil},
		"views of a head that is unusable":       {[]string{"b view a 9 va", "c view a 9 va"}, "b//c", nil},
		"a copy of a head that is unusable":      {[]string{"b copy a 9 va"}, "b", nil},
		"a part becomes the head, before a view": {[]string{"b view a 9 va", "c part a 9 va"}, "c//b", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files []plan.File
			for _, text := range tt.files {
				files = append(files, grouped(t, text))
			}
			if got := groupsOf(files); got != tt.want {
				t.Errorf("groups %q, want %q", got, tt.want)
			}
			_, remarks := plan.Groups(files)
			got := map[string]string{}
			for i, list := range remarks {
				if len(list) > 0 {
					got[files[i].ID] = strings.Join(list, "; ")
				}
			}
			if diff := cmp.Diff(tt.remarks, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMembersOfAGroup(t *testing.T) {
	t.Parallel()
	g := plan.Group{Head: 3, Parts: []int{5, 4}, Views: []int{0, 2}, Copies: []int{1}}
	if diff := cmp.Diff([]int{3, 5, 4, 0, 2, 1}, g.Members()); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(plan.Group{Head: 2, Parts: []int{5, 4}, Views: []int{0, 3}, Copies: []int{1}}, g.WithHead(1)); diff != "" {
		t.Errorf("with its second view as the head (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 2}, g.Views); diff != "" {
		t.Errorf("views of the group itself (-want +got):\n%s", diff)
	}
}
