#pragma once
#include <sys/types.h>

/// One limit of the child: a number for `setrlimit` (RLIMIT_AS and so on) and its value, soft and hard alike.
typedef struct {
    int resource;
    unsigned long long value;
} cprocess_limit;

/// What a process may reach of the file system, everything below each path; it writes nothing. A path that is not there is none.
typedef struct {
    const char *const *readable;  // read, listed, executed
    int readable_count;
    const char *sockets;  // null, or a directory where it may make and remove Unix sockets
} cprocess_files;

typedef struct {
    const char *executable;
    char *const *arguments;
    char *const *environment;
    const char *directory;  // null: the parent's
    int descriptors[3];     // become 0, 1 and 2
    int own_group;          // the child leads a process group of its own
    int parent_death_signal;  // sent to the child when the thread that started it ends; 0: none
    int unprivileged;         // the child has no capabilities and can gain none, whichever user it runs as
    int offline;              // the child opens no sockets but Unix ones; only with `unprivileged`
  const cprocess_files *files;  // null: every file that its user may reach
    const cprocess_limit *limits;
    int limit_count;
} cprocess_spec;

/// Starts the child. 0, or an errno with `*stage` naming the step that failed (a string constant). Descriptors above 2 never
/// reach the child; its signal handlers and mask are the defaults.
int cprocess_spawn(const cprocess_spec *spec, pid_t *pid, const char **stage);

/// Waits until the child ends but leaves it unreaped, so that its number still belongs to it. 0 or an errno.
int cprocess_await_exit(pid_t pid);

/// Reaps an ended child. `*code`: its exit code, or minus the signal that ended it. `*max_rss_kb`: its peak resident memory.
int cprocess_reap(pid_t pid, int *code, long *max_rss_kb);

/// The calling thread, and threads and programs that it starts later, give up what they do not need: no new privileges, no
/// capabilities, no core dumps. Capabilities are a thread's, so a whole process is freed of them only before it has more than
/// one (`unprivileged` above). 0 or an errno.
int cprocess_drop_privileges(void);

/// From now on SIGTERM and SIGINT end the reading and writing of a socket (`shutdown`) instead of the process, whichever thread
/// they reach: `accept` on it then fails. 0 or an errno.
int cprocess_shutdown_on_terminate(int descriptor);

/// The calling thread, and what it starts later, open no sockets but Unix ones. Needs `no new privileges`. 0 or an errno.
int cprocess_forbid_network(void);

/// A limit of this process itself. 0 or an errno.
int cprocess_limit_self(int resource, unsigned long long value);

/// The version of the kernel's Landlock, which confines processes to files; 0: it has none.
int cprocess_landlock_version(void);

/// Confines the calling thread, and what it starts later, to these files, for good. 0 or an errno; ENOSYS without Landlock.
/// Async-signal-safe.
int cprocess_confine_files(const cprocess_files *files);

/// Forbids this process, for good, to start programs, to open network sockets (Unix ones stay), to trace or to mount:
/// such calls fail with EPERM. 0 or an errno.
int cprocess_forbid_programs_and_network(void);
