#define _GNU_SOURCE
#include "cprocess.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int cprocess_drop_privileges(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &header, none) != 0) return errno;
    return cprocess_limit_self(RLIMIT_CORE, 0);
}

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define REFUSE_CALL(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), REFUSE

// How every filter begins, and its end about sockets: Unix ones alone.
#define BEGIN \
    LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS), LOAD(nr)
#define END_WITH_UNIX_SOCKETS \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3), LOAD(args[0]), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0), REFUSE, BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

int cprocess_forbid_network(void) {
#ifdef THIS_ARCHITECTURE
    struct sock_filter filter[] = {
        BEGIN,
#if defined(__x86_64__)
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1), REFUSE,
#endif
        REFUSE_CALL(SYS_ptrace), REFUSE_CALL(SYS_io_uring_setup),
        END_WITH_UNIX_SOCKETS,
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? 0 : errno;
#else
    return ENOSYS;
#endif
}

int cprocess_forbid_programs_and_network(void) {
#ifdef THIS_ARCHITECTURE
    struct sock_filter filter[] = {
        BEGIN,
#if defined(__x86_64__)
        // The x32 numbers would be a way around the comparisons below.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1), REFUSE,
        REFUSE_CALL(SYS_fork), REFUSE_CALL(SYS_vfork),
#endif
        REFUSE_CALL(SYS_execve), REFUSE_CALL(SYS_execveat), REFUSE_CALL(SYS_ptrace), REFUSE_CALL(SYS_process_vm_readv),
        REFUSE_CALL(SYS_process_vm_writev), REFUSE_CALL(SYS_mount), REFUSE_CALL(SYS_umount2), REFUSE_CALL(SYS_unshare),
        REFUSE_CALL(SYS_setns), REFUSE_CALL(SYS_bpf), REFUSE_CALL(SYS_keyctl), REFUSE_CALL(SYS_add_key),
        REFUSE_CALL(SYS_perf_event_open), REFUSE_CALL(SYS_userfaultfd),
        // Its requests would be made by the kernel, past this filter.
        REFUSE_CALL(SYS_io_uring_setup),
        END_WITH_UNIX_SOCKETS,
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    // TSYNC (flag 1): every thread that already runs is bound too.
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 1, &program) != 0) return errno;
    return 0;
#else
    return ENOSYS;
#endif
}
