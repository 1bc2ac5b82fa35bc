package proc

import (
	"os"
	"os/exec"
	"syscall"
)

// Detach starts c, a trusted program, in a session of its own: it outlives this
// process and gets no signals from the terminal (Ctrl-C, hang-up). It runs without
// a sandbox. stdin and stdout are passed on as they are; files become its
// descriptors 3, 4, … The caller closes its own copies of all of them.
//
// Nothing here ends the program. It must notice by itself that it is no longer
// needed, for example by the end of stdin.
func Detach(c Command, stdin, stdout *os.File, files ...*os.File) error {
	path, err := find(c.Path)
	if err != nil {
		return err
	}
	cmd := exec.Command(path, c.Args...)
	cmd.Dir, cmd.Env = c.Dir, environment(c)
	cmd.Stdin, cmd.Stdout, cmd.ExtraFiles = stdin, stdout, files
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return startError(c.Path, err)
	}
	go func() { _ = cmd.Wait() }() // collects it if it ends first; it reports to its users itself
	return nil
}
