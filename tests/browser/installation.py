"""An installation as the page of operators makes it: the commands it gives, the processes of the Procfile, behind TLS."""

import mailbox
import os
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from browser.demonstration import free_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from loaded import ALIZE, ROOT, environment

PATIENCE = 120


class Installation:
    """A site, its settings, and the letters that its mail server has taken."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.address = f"https://localhost:{self.port}"
        certificate, key = make_certificate(folder)
        self.environment = environment(
            folder,
            PUBLIC_BASE_URL=self.address,
            SECRET_KEYS=os.urandom(32).hex(),
            SMTP_URL=f"smtp://127.0.0.1:{self.port + 1}",
            MAIL_FROM="alize@exemple.fr",
            PORT=str(self.port),
            GUNICORN_CMD_ARGS=f"--certfile {certificate} --keyfile {key}",
        ) | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}

    def alize(self, *words):
        """One command of the operator."""
        subprocess.run([*ALIZE, *words], env=self.environment, check=True, capture_output=True, cwd=ROOT)

    @property
    def output(self):
        return (self.folder / "output").read_text(errors="replace")

    def check_alive(self):
        assert self._answers(), f"the site does not answer:\n{self.output[-4000:]}"

    def wait_until_ready(self):
        wait_for(self._answers, lambda: f"the site does not answer:\n{self.output[-4000:]}")

    def letter_to(self, address):
        """The text of the first letter to somebody, once it is there."""

        def find():
            with suppress(FileNotFoundError):
                for letter in mailbox.Maildir(self.folder / "letters"):
                    if address in letter["To"]:
                        return letter
            return None

        letter = wait_for(find, lambda: f"no letter to {address}:\n{self.output[-4000:]}")
        (text,) = (part for part in letter.walk() if part.get_content_type() == "text/plain")
        return text.get_payload(decode=True).decode()

    def _answers(self):
        try:
            with urlopen(f"{self.address}/readyz", timeout=2, context=ssl._create_unverified_context()) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False


@contextmanager
def install(folder):
    """The tables made, then `honcho start`, and a relay that keeps what it gets."""
    folder.mkdir()
    site = Installation(folder)
    site.alize("db", "upgrade")
    commands = (
        [sys.executable, "-m", "seed_data.smtp", str(site.port + 1), str(folder / "letters")],
        [sys.executable, "-m", "honcho", "start"],
    )
    with (folder / "output").open("wb") as output:
        processes = [
            subprocess.Popen(each, env=site.environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
            for each in commands
        ]
    try:
        site.wait_until_ready()
        yield site
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)


def wait_for(find, complaint):
    """What is found, once it is."""
    give_up_at = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < give_up_at, complaint()
        time.sleep(0.2)
    return found


def make_certificate(folder):
    """A certificate that this machine signs for itself, and its key: the files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
