"""A relay, a door to it and their certificates."""

import ipaddress
import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from mail.relay import Door, Relay

from webapp.mail.transport import Smtp


def make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, day, day.replace(year=2120))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "relay.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def client_tls(certificate):
    return ssl.create_default_context(cafile=certificate)


@pytest.fixture
def relays():
    started = []

    def start(*arguments, **options):
        started.append(Relay(*arguments, **options))
        return started[-1]

    yield start
    for relay in started:
        relay.stop()


@pytest.fixture
def relay(relays):
    return relays()


@pytest.fixture
def smtp(relays):
    """A door to a relay whose script is written, closed at the end of the test and before its relay."""
    opened = []

    def door(relay, scheme="smtp", account="", caps=None, **options):
        url = f"{scheme}://{account}127.0.0.1:{relay.port}"
        opened.append(Smtp(url, caps=caps, **options) if caps else Door(relay, url, **options))
        return opened[-1]

    yield door
    for one in opened:
        one.close()
