#define _GNU_SOURCE
#include "cprocess.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const stages[] = {"fork", "descriptors", "process group", "privileges", "limits", "directory", "files", "network", "execute"};
enum { STAGE_FORK, STAGE_DESCRIPTORS, STAGE_GROUP, STAGE_PRIVILEGES, STAGE_LIMITS, STAGE_DIRECTORY, STAGE_FILES, STAGE_NETWORK, STAGE_EXECUTE };

// Runs in the child between fork and exec: only async-signal-safe calls.
static void fail(int report, int stage) {
    int message[2] = {stage, errno};
    ssize_t ignored = write(report, message, sizeof message);
    (void)ignored;
    _exit(127);
}

static void become(const cprocess_spec *spec, pid_t parent, int report) {
    // Our descriptors first move above 2, so that none is overwritten before it has been placed.
    int moved[3];
    for (int i = 0; i < 3; i++) {
        moved[i] = fcntl(spec->descriptors[i], F_DUPFD_CLOEXEC, 3);
        if (moved[i] < 0) fail(report, STAGE_DESCRIPTORS);
    }
    for (int i = 0; i < 3; i++)
        if (dup2(moved[i], i) < 0) fail(report, STAGE_DESCRIPTORS);
    // Everything else closes at exec, whoever opened it and however carelessly.
    syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);

    if (spec->own_group && setpgid(0, 0) != 0) fail(report, STAGE_GROUP);
    if (spec->parent_death_signal) {
        prctl(PR_SET_PDEATHSIG, spec->parent_death_signal);
        if (getppid() != parent) _exit(127);  // it died before we asked
    }
    struct sigaction reset = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &reset, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    // No capability in the bounding set: even root's exec gives none back.
    if (spec->unprivileged && (errno = cprocess_drop_privileges()) != 0) fail(report, STAGE_PRIVILEGES);
    if (spec->directory && chdir(spec->directory) != 0) fail(report, STAGE_DIRECTORY);
    if (spec->files && (errno = cprocess_confine_files(spec->files)) != 0) fail(report, STAGE_FILES);
    // After the files: until exec the parent's descriptors are open here too, and may be more than the child is to have.
    for (int i = 0; i < spec->limit_count; i++) {
        struct rlimit limit = {spec->limits[i].value, spec->limits[i].value};
        if (setrlimit(spec->limits[i].resource, &limit) != 0) fail(report, STAGE_LIMITS);
    }
    if (spec->offline && (errno = cprocess_forbid_network()) != 0) fail(report, STAGE_NETWORK);
    execve(spec->executable, spec->arguments, spec->environment);
    fail(report, STAGE_EXECUTE);
}

int cprocess_spawn(const cprocess_spec *spec, pid_t *pid, const char **stage) {
    int report[2];
    *stage = stages[STAGE_FORK];
    if (pipe2(report, O_CLOEXEC) != 0) return errno;

    // No handler of ours may run in the child.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        close(report[0]);
        become(spec, parent, report[1]);
    }
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        return error;
    }
    int message[2];
    ssize_t got;
    do got = read(report[0], message, sizeof message); while (got < 0 && errno == EINTR);
    close(report[0]);
    if (got == (ssize_t)sizeof message) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        *stage = stages[message[0]];
        return message[1];
    }
    *pid = child;
    return 0;
}

int cprocess_await_exit(pid_t pid) {
    siginfo_t info;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
        if (errno != EINTR) return errno;
    return 0;
}

int cprocess_reap(pid_t pid, int *code, long *max_rss_kb) {
    int status;
    struct rusage usage;
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR) return errno;
    *code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    *max_rss_kb = usage.ru_maxrss;
    return 0;
}

int cprocess_limit_self(int resource, unsigned long long value) {
    struct rlimit limit = {value, value};
    return setrlimit(resource, &limit) == 0 ? 0 : errno;
}

static volatile sig_atomic_t terminated_descriptor = -1;

static void on_terminate(int number) {
    (void)number;
    int before = errno;
    shutdown(terminated_descriptor, SHUT_RDWR);  // safe in a signal handler
    errno = before;
}

int cprocess_shutdown_on_terminate(int descriptor) {
    terminated_descriptor = descriptor;
    struct sigaction action = {.sa_handler = on_terminate};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0) return errno;
    return 0;
}
