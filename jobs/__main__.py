"""`python -m jobs`: the process of the jobs and the mails. `python -m jobs run NAME [--now ...]`: one job, now."""

from __future__ import annotations

import sys

from webapp.cli import run_command

if __name__ == "__main__":
    run_command("jobs", *(sys.argv[1:] or ["start"]))
