package main

import (
	"context"
	"fmt"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// inputFlags describe the meeting. They override meeting.yaml.
type inputFlags struct {
	Paths      []string `arg:"" name:"path" help:"A folder, files, or a ZIP or tar archive of a folder. A meeting.yaml in the folder may describe them; without it, title and date come from file names."`
	ID         string   `name:"id" help:"ID of the meeting, used in URLs: lower-case letters, digits and hyphens (default: made from date and title)."`
	Title      string   `help:"Title of the meeting."`
	Date       string   `placeholder:"YYYY-MM-DD" help:"Date of the meeting."`
	Visibility string   `placeholder:"public" help:"Visibility: public (listed in the catalogue), unlisted (readable with the link) or private (readable only with temporary links from ingest link). Default: public."`
	Profile    string   `help:"How recordings are encoded: ${profiles}."`
	Publish    []string `placeholder:"CONTENT" help:"Content of decks to publish beyond what the audience saw: notes, hiddenSlides, comments, metadata, originals. Separate values by commas. Default: nothing of these, or publish in meeting.yaml."`
	Without    []string `sep:"none" placeholder:"FILE" help:"If a step of this file keeps failing, publish the meeting without its result. By default, the meeting needs attention and is not published. Repeat the flag for several files."`
	Poster     string   `placeholder:"TIME" help:"Time of the poster frame in the first recording, as seconds, mm:ss or h:mm:ss (default: chosen from several frames)."`
}

// read reads the files and detects their roles. The caller closes the input.
func (f inputFlags) read(ctx context.Context, c *console) (intake.Input, error) {
	if _, err := plan.ProfileNamed(f.Profile); err != nil {
		return intake.Input{}, fmt.Errorf("%w: --profile: %w", wire.ErrUsage, err)
	}
	opts := intake.Options{
		ID: f.ID, Title: f.Title, Date: f.Date, Visibility: meeting.Visibility(f.Visibility), Profile: f.Profile, Poster: f.Poster,
		Publish: f.publish(),
	}
	var in intake.Input
	var err error
	if len(f.Paths) == 1 && intake.IsArchive(f.Paths[0]) {
		printf(c.err, "Unpacking %s into a temporary folder …\n", f.Paths[0])
		in, err = intake.ReadArchive(ctx, f.Paths[0], opts)
	} else {
		in, err = intake.Read(f.Paths, opts)
	}
	if err != nil {
		return in, err
	}
	if _, err = archive.MarkWithout(&in.Meeting, f.Without); err != nil {
		in.Close()
		return in, fmt.Errorf("%w: --without: the meeting %w", wire.ErrUsage, err)
	}
	return in, nil
}

// publish returns the values of --publish, or nil if the flag is not set.
func (f inputFlags) publish() []meeting.Disclosure {
	var list []meeting.Disclosure
	for _, value := range f.Publish {
		list = append(list, meeting.Disclosure(strings.TrimSpace(value)))
	}
	return list
}

// profiles lists the encoding profiles with their uses.
func profiles() string {
	all := plan.Profiles()
	list := make([]string, len(all))
	for i, p := range all {
		list[i] = p.Name + " (" + p.About + ")"
	}
	list[0] += ", the default"
	return strings.Join(list, "; ")
}
