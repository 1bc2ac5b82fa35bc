// Package standalone runs a whole installation in one folder: Redis and an S3
// server that all commands on the folder share. It provides addresses and a
// store, which are used like those of servers elsewhere.
//
// A command calls [Open]. The first one starts a supervisor, a process of its own
// that runs the two servers as its children; the others connect to it. It ends
// when its last user has ended, in whatever way, so no command can stop the
// servers under another.
//
//	<data>/lock             held by the supervisor
//	<data>/supervisor.sock  each user holds a connection to it
//	<data>/services.json    the addresses of the servers, while they run
//	<data>/workers          locked by the processes that run steps
//	<data>/redis/           the queue's append-only file
//	<data>/s3/              the objects, as plain files
//	<data>/scratch/         files of the steps in work
//	<data>/servers.log      what the servers said when they failed
//
// The supervisor is the same program, in a session of its own. Redis listens on a unix
// socket and syncs every write. The S3 server is versitygw, over plain files, on a free
// loopback port with new keys.
//
// # What happens when a process ends
//
// A command ends, by itself, by Ctrl-C or kill -9: the other commands continue. After
// the last one, both servers end.
//
// The supervisor or one of its servers ends, by kill -9 or a crash: the first command
// that notices restarts all. Redis listens on the same socket; the S3 server has another
// port. Reads wait and continue at the same byte. A step whose write failed runs again.
//
// The supervisor gets SIGTERM: it waits up to 10 s for its users to leave, and then
// ends as above.
//
// # Tasks of a killed run
//
// Every command that runs steps serves the queue in its own process and holds a shared
// lock on the file workers ([JoinWorkers]). The first one has the lock alone for a
// moment. No other process can hold a task then, so it takes over the tasks of a killed
// run at once. Beside other workers asynq's lease decides, which takes up to two minutes.
//
// # Durability
//
// versitygw does not sync to disk, so [Durable] syncs the file system around the writes
// that commit others. The data folder needs extended attributes (ext4, xfs, btrfs):
// without them versitygw loses racing writes.
package standalone
