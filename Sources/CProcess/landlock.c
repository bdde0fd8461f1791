#define _GNU_SOURCE
#include "cprocess.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's structures of today: headers of older systems lack the later members. How much of the ruleset's attributes a
// kernel reads follows from its version of the interface.
struct ruleset {
    uint64_t files, network, scoped;
};

#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_ALL (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE)
#define SOCKETS (LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE)

int cprocess_landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, 1u /* version */);
    return version > 0 ? (int)version : 0;
}

static int allow(int ruleset, const char *path, uint64_t access) {
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return errno == ENOENT ? 0 : errno;
    struct stat status;
    int error = fstat(descriptor, &status) == 0 ? 0 : errno;
    if (!S_ISDIR(status.st_mode)) access &= READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = descriptor};
    if (!error && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0u) != 0) error = errno;
    close(descriptor);
    return error;
}

int cprocess_confine_files(const cprocess_files *files) {
    int version = cprocess_landlock_version();
    if (version == 0) return ENOSYS;
    // Every right that the version knows is withheld: 13 at first, then moving (2), truncating (3), device controls (5).
    int rights = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    struct ruleset attributes = {((uint64_t)1 << rights) - 1, 3 /* bind, connect */, 3 /* abstract sockets, signals */};
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0u);
    if (ruleset < 0) return errno;
    int error = 0;
    for (int i = 0; i < files->readable_count && !error; i++) error = allow(ruleset, files->readable[i], READ_ALL);
    if (!error && files->sockets) error = allow(ruleset, files->sockets, SOCKETS);
    if (!error && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) error = errno;
    if (!error && syscall(SYS_landlock_restrict_self, ruleset, 0u) != 0) error = errno;
    close(ruleset);
    return error;
}
