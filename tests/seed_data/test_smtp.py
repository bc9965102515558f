import mailbox
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from loaded import environment
from processes.sink import free_port


@pytest.fixture
def server(tmp_path):
    """The port of the demonstration's mail server, and the folder that it fills."""
    port, folder = free_port(), tmp_path / "mailbox"
    command = [sys.executable, "-m", "seed_data.smtp", str(port), str(folder)]
    process = subprocess.Popen(command, env=environment(tmp_path))
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=2).quit()
            break
        except OSError:
            time.sleep(0.05)
    yield port, folder
    process.terminate()
    assert process.wait(10) == 0


def send(port, subject="Bonjour", to=("claire@exemple.fr",)):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "alize@exemple.fr", ", ".join(to)
    message.set_content("Bonjour Claire\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as relay:
        relay.send_message(message)


def test_a_mail_lies_in_the_folder_once_it_is_acknowledged(server):
    port, folder = server

    send(port)

    (kept,) = mailbox.Maildir(folder)
    assert (kept["Delivered-To"], kept["Subject"]) == ("claire@exemple.fr", "Bonjour")
    assert "Bonjour Claire" in kept.get_payload()


def test_a_mail_that_is_too_great_is_refused(server):
    port, folder = server
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as relay:
        relay.ehlo()
        code, _words = relay.docmd(f"MAIL FROM:<alize@exemple.fr> SIZE={11 * 1024 * 1024}")

    assert code == 552
    assert len(mailbox.Maildir(folder)) == 0
