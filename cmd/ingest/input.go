package main

import (
	"fmt"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// inputFlags say which meeting is meant. What they set goes before meeting.yaml.
type inputFlags struct {
	Paths      []string `arg:"" name:"path" help:"A folder, or files. A meeting.yaml in the folder says more; without it names and dates are read from the names of the files."`
	ID         string   `name:"id" help:"The meeting's ID in addresses: lower-case letters, digits and hyphens."`
	Title      string   `help:"Its title."`
	Date       string   `help:"Its date, as 2006-01-02."`
	Visibility string   `help:"Who may find it: public, unlisted or private." enum:",public,unlisted,private" default:""`
	Profile    string   `help:"How recordings are encoded: ${profiles}."`
	Poster     string   `placeholder:"TIME" help:"Moment of the first recording to show before it plays, as seconds, mm:ss or h:mm:ss (default: the best of some frames)."`
}

// read looks at the files and decides what they are.
func (f inputFlags) read() (intake.Input, error) {
	if _, err := plan.ProfileNamed(f.Profile); err != nil {
		return intake.Input{}, fmt.Errorf("%w: --profile: %w", wire.ErrUsage, err)
	}
	in, err := intake.Read(f.Paths, intake.Options{
		ID: f.ID, Title: f.Title, Date: f.Date, Visibility: meeting.Visibility(f.Visibility), Profile: f.Profile, Poster: f.Poster,
	})
	if err != nil {
		return in, err
	}
	return in, nil
}

// profiles names the encoding profiles, each with whom it is for.
func profiles() string {
	all := plan.Profiles()
	list := make([]string, len(all))
	for i, p := range all {
		list[i] = p.Name + " (" + p.About + ")"
	}
	list[0] += ", the default"
	return strings.Join(list, "; ")
}
