// The parts of libmicrohttpd that Swift cannot call: functions with variable arguments.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <microhttpd.h>

typedef struct {
    int listen_socket;               // bound and listening; taken over
    unsigned threads;
    unsigned connection_limit;
    unsigned idle_seconds;
    size_t connection_memory;        // bytes a connection may use for its head and buffers
    void *context;                   // first argument of each callback
    MHD_AccessHandlerCallback access;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *(*request_line)(void *context, const char *uri, struct MHD_Connection *connection);
    void (*log)(void *context, const char *message);
} cmhd_options;

struct MHD_Daemon *cmhd_start(const cmhd_options *options);

void *cmhd_socket_context(struct MHD_Connection *connection);
int cmhd_descriptor(struct MHD_Connection *connection);
// The peer's address as text; "" for a Unix socket.
void cmhd_peer_address(struct MHD_Connection *connection, char *out, size_t capacity);
bool cmhd_peer_is_loopback(struct MHD_Connection *connection);

int cmhd_upgrade_close(struct MHD_UpgradeResponseHandle *handle);

// memmem(3), which is declared only where GNU extensions are asked for.
const void *cmhd_find(const void *haystack, size_t length, const void *needle, size_t needle_length);
