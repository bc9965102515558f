"""The log: one line of JSON an event on standard error, with ids and never a name, an address or a secret."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

#: the address of a mailed link; what follows is as good as a key
_TOKEN = re.compile(r"/r/[a-z2-7]+")


def hide_tokens(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace the secret of a mailed link wherever it stands in a line."""
    return {name: _TOKEN.sub("/r/…", value) if isinstance(value, str) else value for name, value in event.items()}


def configure_logs(level: str) -> None:
    """Write our own events from this level on, and those of libraries from WARNING on; a log already set up stays."""
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_tokens,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    for name in ("webapp", "jobs"):
        logging.getLogger(name).setLevel(level)
