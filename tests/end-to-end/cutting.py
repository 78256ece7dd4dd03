# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A way to a service that breaks when it is told to: bytes both ways between a port of its own and the service's."""
import contextlib
import socket
import threading


class CuttingProxy:
    """`port` is where it listens. `cut_after` (bytes of one connection's answers, None: never) breaks that connection there, and
    counts down `cuts`; while it is not `open`, nobody gets through."""

    def __init__(self, target):
        self.target, self.open, self.cut_after, self.cuts = target, True, None, 0
        self.lock, self.lines = threading.Lock(), set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            if not self.open:
                line.close()
                continue
            try:
                back = socket.create_connection(("127.0.0.1", self.target), 10)
            except OSError:
                line.close()
                continue
            with self.lock:
                self.lines |= {line, back}
            threading.Thread(target=self.carry, args=(line, back, False), daemon=True).start()
            threading.Thread(target=self.carry, args=(back, line, True), daemon=True).start()

    def must_cut(self, carried):
        with self.lock:
            if not self.cuts or self.cut_after is None or carried < self.cut_after:
                return False
            self.cuts -= 1
            return True

    def carry(self, source, target, answers):
        carried = 0
        with contextlib.suppress(OSError):
            while piece := source.recv(16384):
                carried += len(piece)
                if answers and self.must_cut(carried):
                    break
                target.sendall(piece)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.open = False
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for line in self.lines:
            line.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
