import json
import subprocess
import sys

from webapp.logs import hide_tokens

SCRIPT = """
import logging
from webapp.logs import configure_logs
configure_logs("INFO")
logging.getLogger("webapp.views").info("link opened", extra={"link_id": 7, "path": "/r/abcd2345"})
logging.getLogger("jobs.mails").debug("not written")
logging.getLogger("sqlalchemy").info("not written")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("webapp").exception("went wrong\\nover two lines")
"""


def test_an_event_is_one_line_of_json_without_secrets():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)

    lines = [json.loads(line) for line in done.stderr.splitlines()]

    assert [line["event"] for line in lines] == ["link opened", "went wrong\nover two lines"]
    assert (lines[0]["link_id"], lines[0]["path"], lines[0]["level"]) == (7, "/r/…", "info")
    assert "ZeroDivisionError" in lines[1]["exception"]


def test_only_the_secret_is_hidden():
    assert hide_tokens(None, "", {"event": "GET /r/abcdef?x=1", "id": 3}) == {"event": "GET /r/…?x=1", "id": 3}
