// wslay's header, and the kernel's readiness notification (whose structure is packed, which Swift does not import).
#pragma once
#include <sys/epoll.h>
#include <sys/types.h>
#include <unistd.h>
#include <wslay/wslay.h>

static inline int cpoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cpoll_control(int poller, int operation, int descriptor, _Bool reads, _Bool writes) {
    struct epoll_event event = {0};
    event.events = (reads ? EPOLLIN : 0u) | (writes ? EPOLLOUT : 0u);
    event.data.fd = descriptor;
    return epoll_ctl(poller, operation, descriptor, &event);
}

static inline int cpoll_add(int poller, int descriptor) { return cpoll_control(poller, EPOLL_CTL_ADD, descriptor, 0, 0); }
static inline int cpoll_set(int poller, int descriptor, _Bool reads, _Bool writes) {
    return cpoll_control(poller, EPOLL_CTL_MOD, descriptor, reads, writes);
}
static inline int cpoll_remove(int poller, int descriptor) { return cpoll_control(poller, EPOLL_CTL_DEL, descriptor, 0, 0); }

// Descriptors that are ready, at most 64.
static inline int cpoll_wait(int poller, int *descriptors, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(poller, events, 64, milliseconds);
    for (int i = 0; i < count; i++) descriptors[i] = events[i].data.fd;
    return count;
}
