"""The demonstration's mail server: a real one, on this machine only, that keeps what it gets and sends nothing on.

`python -m seed_data.smtp PORT FOLDER`. A mail is acknowledged once it lies in the folder, a Maildir, on the disk.
"""

from __future__ import annotations

import asyncio
import mailbox
import signal
import sys
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
GREATEST_MAIL = 10 * 1024 * 1024


class Keeper:
    """Puts each mail into the folder, with the address that it was sent to."""

    def __init__(self, folder: Path) -> None:
        self._box = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        to = ", ".join(envelope.rcpt_tos).encode("ascii", "replace")
        assert isinstance(envelope.content, bytes), "what comes is kept as it comes"
        self._box.add(b"Delivered-To: " + to + b"\r\n" + envelope.content)
        return "250 kept"


async def serve(port: int, folder: Path) -> None:
    """Take mails until told to stop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    connection = partial(SMTP, Keeper(folder), hostname="alize.exemple.fr", data_size_limit=GREATEST_MAIL, loop=loop)
    server = await loop.create_server(connection, HOST, port)
    try:
        await stop.wait()
    finally:
        server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
