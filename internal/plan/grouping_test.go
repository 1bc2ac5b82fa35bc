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

// grouped makes a file of a text: "b part a 60 va" is the file b of 60 s with video
// and audio, which is a part of a. "?" is a file that is not probed yet.
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
	case "twin":
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

// groupsOf are the groups of files as text: the IDs of the head, the parts, the
// views and the twins of each.
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
		onePicture = "is not joined to a.mp4, since only one of the two has video"
		noPicture  = "is not shown beside a.mp4, since one of the two has no video"
		lengths    = "is not treated as a copy of a.mp4, since their lengths differ"
	)
	tests := map[string]struct {
		files   []string
		want    string
		remarks map[string]string
	}{
		"a file by itself":         {[]string{"a - - 60 va"}, "a", nil},
		"files that are apart":     {[]string{"a - - 60 va", "b - - 60 va"}, "a b", nil},
		"parts, in order":          {[]string{"a - - 60 va", "b part a 9 v", "c part a 20 va"}, "a/bc", nil},
		"sound in parts":           {[]string{"a - - 60 a", "b part a 9 a"}, "a/b", nil},
		"views":                    {[]string{"a - - 60 va", "b view a 60 v", "c view a 60 v"}, "a//bc", nil},
		"a twin":                   {[]string{"a - - 60 va", "b twin a 60 va"}, "a///b", nil},
		"a twin of the sound":      {[]string{"a - - 60 va", "b twin a 60 a"}, "a///b", nil},
		"a view of a part":         {[]string{"a - - 60 va", "b part a 60 va", "c view b 60 v"}, "a/b/c", nil},
		"twins of sound":           {[]string{"a - - 60 a", "b twin a 60 a"}, "a///b", nil},
		"twins without sound":      {[]string{"a - - 60 v", "b twin a 60 v"}, "a///b", nil},
		"a silent twin":            {[]string{"a - - 60 va", "b twin a 60 v"}, "a///b", nil},
		"all at once":              {[]string{"b twin a 60 va", "c view a 60 v", "d part a 9 va", "a - - 60 va"}, "a/d/c/b", nil},
		"a part without picture":   {[]string{"a - - 60 va", "b part a 9 a"}, "a b", map[string]string{"b": onePicture}},
		"a part with a picture":    {[]string{"a - - 60 a", "b part a 9 va"}, "a b", map[string]string{"b": onePicture}},
		"a view without picture":   {[]string{"a - - 60 va", "b view a 60 a"}, "a b", map[string]string{"b": noPicture}},
		"a view of sound":          {[]string{"a - - 60 a", "b view a 60 v"}, "a b", map[string]string{"b": noPicture}},
		"a twin with a picture":    {[]string{"a - - 60 a", "b twin a 60 va"}, "a b", map[string]string{"b": "is not treated as a copy of a.mp4, which has no video"}},
		"a twin with sound":        {[]string{"a - - 60 v", "b twin a 60 va"}, "a b", map[string]string{"b": "is not treated as a copy of a.mp4, which has no sound"}},
		"what goes on in a misfit": {[]string{"a - - 60 va", "b part a 9 a", "c part b 9 a"}, "a b/c", map[string]string{"b": onePicture}},

		"a twin two seconds longer":       {[]string{"a - - 60 va", "b twin a 62 va"}, "a///b", nil},
		"a twin three seconds shorter":    {[]string{"a - - 60 va", "b twin a 57 va"}, "a b", map[string]string{"b": lengths}},
		"an hour, half a minute longer":   {[]string{"a - - 3600 va", "b twin a 3630 va"}, "a///b", nil},
		"an hour, a minute longer":        {[]string{"a - - 3600 va", "b twin a 3660 va"}, "a b", map[string]string{"b": lengths}},
		"a twin of the whole":             {[]string{"a - - 60 va", "b part a 30 va", "c twin a 90 va"}, "a/b//c", nil},
		"a twin of the second part":       {[]string{"a - - 60 va", "b part a 30 va", "c twin a 30 va"}, "a/b//c", nil},
		"a twin of neither nor the whole": {[]string{"a - - 60 va", "b part a 30 va", "c twin a 75 va"}, "a/b c", map[string]string{"c": lengths}},

		"a view has the sound":        {[]string{"a - - 60 v", "b view a 60 v", "c view a 60 va"}, "c//ba", map[string]string{"a": "has no sound track: the recording uses the sound of c.mp4"}},
		"both views have sound":       {[]string{"a - - 60 v", "b view a 60 va", "c view a 60 va"}, "b//ac", map[string]string{"a": "has no sound track: the recording uses the sound of b.mp4"}},
		"the head has sound, too":     {[]string{"a - - 60 va", "b view a 60 va"}, "a//b", nil},
		"nobody has sound":            {[]string{"a - - 60 v", "b view a 60 v"}, "a//b", nil},
		"a head with parts stays one": {[]string{"a - - 60 v", "b part a 9 v", "c view a 60 va"}, "a/b/c", nil},

		"one that is not probed":          {[]string{"a - - 60 ?", "b - - 60 va"}, "b", nil},
		"a part that is not probed":       {[]string{"a - - 60 va", "b part a 9 ?", "c - - 9 va"}, "c", nil},
		"a part of the second file":       {[]string{"c - - 9 va", "a - - 60 va", "b part a 9 ?"}, "c", nil},
		"a view that is not probed":       {[]string{"a - - 60 va", "b view a 9 ?", "c - - 9 va"}, "c", nil},
		"a twin that is not probed":       {[]string{"a - - 60 va", "b twin a 9 ?", "c - - 9 va"}, "c", nil},
		"a head that is not probed":       {[]string{"a - - 60 ?", "b part a 9 va", "c - - 9 va"}, "c", nil},
		"of views, too":                   {[]string{"a - - 60 ?", "b view a 9 va", "c - - 9 va"}, "c", nil},
		"and of twins":                    {[]string{"a - - 60 ?", "b twin a 9 va", "c - - 9 va"}, "c", nil},
		"parts of a head that is lost":    {[]string{"b part a 9 va", "c part a 9 va"}, "b/c", nil},
		"views of a head that is lost":    {[]string{"b view a 9 va", "c view a 9 va"}, "b//c", nil},
		"a twin of a head that is lost":   {[]string{"b twin a 9 va"}, "b", nil},
		"a part leads, whatever is first": {[]string{"b view a 9 va", "c part a 9 va"}, "c//b", nil},
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
		t.Errorf("led by its second view (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 2}, g.Views); diff != "" {
		t.Errorf("views of the group itself (-want +got):\n%s", diff)
	}
}
