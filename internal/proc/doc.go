// Package proc is the only place that starts a process.
//
// It treats every child as hostile. A child has a process group of its own, limits
// of processor time, memory and file size, and a sandbox where bubblewrap works: no
// network, and of the file system only the system's programs and the folders of its
// [Command]. The end of its stderr is kept. When the context ends, or the child does
// nothing for minutes, the group gets SIGTERM, some time, then SIGKILL.
//
// A worker that is killed leaves no child behind: the kernel kills most of them with it,
// and the keeper ([StartKeeper]) the others. If the keeper is killed, too, the next worker
// does its work ([KillOwned]).
//
// What a tool may open, and whether its output is right, is checked elsewhere: package
// ffmpeg lists the containers that ffmpeg may open, and package transcode checks what it
// wrote.
package proc
