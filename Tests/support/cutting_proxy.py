"""A TCP proxy that breaks: `cutting_proxy.py TARGET_PORT BYTES TIMES` forwards to TARGET_PORT on this machine and closes
the first TIMES connections that carried more than BYTES back. Prints its port; ends when standard input closes."""

import contextlib
import socket
import sys
import threading

target, limit, times = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
lock = threading.Lock()


def cut():
    global times
    with lock:
        times -= 1
        return times >= 0


def forward(source, sink, breaks):
    carried = 0
    while True:
        try:
            data = source.recv(65536)
            carried += len(data)
            if breaks and carried > limit and cut():
                data = b""
            if not data:
                break
            sink.sendall(data)
        except OSError:
            break
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def serve():
    while True:
        client, _ = listener.accept()
        upstream = socket.create_connection(("127.0.0.1", target))
        threading.Thread(target=forward, args=(client, upstream, False), daemon=True).start()
        threading.Thread(target=forward, args=(upstream, client, True), daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()
