// Command ingest hands meetings in, follows them, and shows what has been
// published. It works on an installation of its own in a folder, or on a
// running system elsewhere; only addresses differ.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/words"
)

type commands struct {
	Run    runCmd    `cmd:"" help:"Publish a meeting with everything on this machine: nothing to set up."`
	Add    addCmd    `cmd:"" help:"Hand a meeting to a running system of workers."`
	Status statusCmd `cmd:"" help:"Say how far meetings are, and why a file was refused."`
	Serve  serveCmd  `cmd:"" help:"Show the published pages on a local port."`
	Plan   planCmd   `cmd:"" help:"Print what would be done with a meeting; touch nothing."`

	Unpublish unpublishCmd `cmd:"" help:"Take a meeting down; its originals stay."`
	Publish   publishCmd   `cmd:"" help:"Bring a meeting back that was taken down."`
	Link      linkCmd      `cmd:"" help:"Make links for a limited time, also of a private meeting."`

	Site      siteCmd      `cmd:"" help:"Show or set what is said once for all meetings: where they are reached, the catalogue's title."`
	Storage   storageCmd   `cmd:"" help:"Make a bucket ready for readers, or check that it is."`
	Catalogue catalogueCmd `cmd:"" help:"Look after the listing of all public meetings."`

	Version wire.VersionFlag `help:"Print the versions of this program and of the tools it finds."`
}

const description = `Turn what is left after a meeting (recordings, slides, papers) into a published record.

Examples:

  ingest run meeting-folder/            publish it, with all data in ./proceedings-data
  ingest run --serve meeting-folder/    the same, and show it in a browser
  ingest plan meeting-folder/           what would be made of it
  ingest status                         all meetings and their states

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some input was refused,
4 a service does not answer, 130 interrupted.`

// console is where a command reads its surroundings and writes its answers.
type console struct {
	in       *os.File // where a person answers, if it is a terminal
	out, err io.Writer
	getenv   func(string) string
	self     string // path of the program, if it heeds wire.Child

	origin func(flag string) wire.Origin // where each flag of the command has its value from
}

// usesServices reports whether the command works on a running system, and not
// on the data folder.
func (c *console) usesServices() (bool, error) {
	return wire.UseServices(c.origin, "redis", "s3-endpoint", "bucket")
}

// usesBucket is the same for a command that needs no queue.
func (c *console) usesBucket() (bool, error) {
	return wire.UseServices(c.origin, "s3-endpoint", "bucket")
}

// readers are where the environment says that the public space is reached.
func (c *console) readers() wire.Readers {
	return wire.Readers{BaseURL: c.getenv("PROCEEDINGS_BASE_URL")}
}

// away tells the person that a service is waited for.
func (c *console) away(err error, again time.Duration) {
	fmt.Fprintf(c.err, "%v; retrying in %s\n", err, words.Wait(again))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	self := wire.Child()
	err := run(ctx, os.Args[1:], &console{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, self: self})
	switch {
	case errors.Is(err, wire.ErrRefused): // the summary has named each file
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "ingest: interrupted; the same command goes on where this one stopped")
	case err != nil:
		wire.Report(os.Stderr, "ingest", err, time.Now())
	}
	os.Exit(wire.ExitCode(err))
}

func run(ctx context.Context, args []string, c *console) error {
	var cmds commands
	helped := false
	parser, err := kong.New(&cmds, kong.Name("ingest"), kong.Description(description), kong.Writers(c.out, c.err),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(c, wire.Program{Name: "ingest", Getenv: c.getenv}),
		kong.Vars{"log_level": "warn", "profiles": profiles()})
	if err != nil {
		return fmt.Errorf("set up the flags: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %w (see ingest --help)", wire.ErrUsage, err)
	}
	c.origin = wire.Origins(command, c.getenv)
	return command.Run() //nolint:wrapcheck // our own commands' errors, passed on by kong
}
