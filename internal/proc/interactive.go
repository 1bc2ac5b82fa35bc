package proc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// Interactive runs a program that the user chose, such as an editor, with the terminal of this process
// and the user's rights and environment: it is not a tool, so nothing is limited. command is of the shell,
// as in $EDITOR; args are added to it. A context that ends does not end the program, which has the
// terminal, and may hold unsaved work.
func Interactive(ctx context.Context, command string, args ...string) error {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "/bin/sh", append([]string{"-c", command + ` "$@"`, command}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if failed, is := errors.AsType[*exec.ExitError](err); is {
		return fmt.Errorf("ended with code %d", failed.ExitCode())
	}
	if err != nil {
		return fmt.Errorf("cannot be started: %w", err)
	}
	return nil
}
