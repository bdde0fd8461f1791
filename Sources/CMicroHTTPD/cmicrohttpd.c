#define _GNU_SOURCE  // memmem
#include "cmicrohttpd.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The path and query are decoded by the program, once, from the request line.
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

typedef struct {
    void *context;
    void (*log)(void *context, const char *message);
} logger;

static void forward_log(void *context, const char *format, va_list arguments) {
    logger *l = context;
    char text[512];
    vsnprintf(text, sizeof text, format, arguments);
    l->log(l->context, text);
}

struct MHD_Daemon *cmhd_start(const cmhd_options *o) {
    // Lives as long as the process: the daemon may log until the very end of its stop.
    logger *l = malloc(sizeof *l);
    if (!l) return NULL;
    l->context = o->context;
    l->log = o->log;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_ALLOW_UPGRADE | MHD_USE_ERROR_LOG | MHD_USE_ITC;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, o->access, o->context,
        MHD_OPTION_EXTERNAL_LOGGER, forward_log, l,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)o->listen_socket,
        MHD_OPTION_THREAD_POOL_SIZE, o->threads,
        MHD_OPTION_CONNECTION_LIMIT, o->connection_limit,
        MHD_OPTION_CONNECTION_TIMEOUT, o->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->connection_memory,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_COMPLETED, o->completed, o->context,
        MHD_OPTION_NOTIFY_CONNECTION, o->connection, o->context,
        MHD_OPTION_URI_LOG_CALLBACK, o->request_line, o->context,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_END);
}

void *cmhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

int cmhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static const struct sockaddr *peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

void cmhd_peer_address(struct MHD_Connection *connection, char *out, size_t capacity) {
    const struct sockaddr *address = peer(connection);
    out[0] = 0;
    if (!address) return;
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, out, (socklen_t)capacity);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six)) inet_ntop(AF_INET, six->s6_addr + 12, out, (socklen_t)capacity);
        else inet_ntop(AF_INET6, six, out, (socklen_t)capacity);
    }
}

bool cmhd_peer_is_loopback(struct MHD_Connection *connection) {
    const struct sockaddr *address = peer(connection);
    if (!address) return false;
    if (address->sa_family == AF_UNIX) return true;
    if (address->sa_family == AF_INET) return (ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24) == 127;
    if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        return IN6_IS_ADDR_LOOPBACK(six) || (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127);
    }
    return false;
}

int cmhd_upgrade_close(struct MHD_UpgradeResponseHandle *handle) { return MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE); }

const void *cmhd_find(const void *haystack, size_t length, const void *needle, size_t needle_length) {
    return memmem(haystack, length, needle, needle_length);
}
