"""A relay in a process of its own. It writes down each mail, on the disk, before it says that it has it."""

import asyncio
import os
import random
import socket

from aiosmtpd.smtp import SMTP


class Journal:
    def __init__(self, path, slowest_ms):
        self._file = path.open("ab")
        self._slowest_ms = slowest_ms

    async def handle_DATA(self, _server, _session, envelope):
        self._file.write(envelope.content.replace(b"\r\n", b" ").strip() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        await asyncio.sleep(random.uniform(self._slowest_ms / 5, self._slowest_ms) / 1000)
        return "250 kept"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def keep_mails(port, path, slowest_ms, ready):
    async def serve():
        loop = asyncio.get_running_loop()
        journal = Journal(path, slowest_ms)
        await loop.create_server(lambda: SMTP(journal, hostname="sink.test", loop=loop), "127.0.0.1", port)
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(serve())
