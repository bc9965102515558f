"""What stands in deploy/ fits the application that it stands before."""

import re
from pathlib import Path

import pytest
from project.tree import ROOT

from webapp.forms.documents import MAX_BODY
from webapp.views.desk.banking import MOST_SENT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def test_the_proxy_lets_through_what_the_application_reads():
    (size,) = re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())

    assert int(size) * 1024 * 1024 > max(MAX_BODY, MOST_SENT)


def test_the_proxy_leads_to_tls_and_keeps_mailed_links_out_of_its_log():
    plain, secure = re.split(r"(?m)^server", (DEPLOY / "nginx.conf").read_text())[1:]

    assert "return 301 https://" in plain
    assert "access_log off" in plain
    assert not re.search(r"(?m)^\s*(listen .*\bhttp2|http2 )", secure), "each is refused or warned of by some nginx"
    assert "ssl_certificate_key" in secure


def test_no_address_with_a_secret_in_it_is_logged_by_the_proxy(app):
    addresses = [
        rule.rule.replace("<token>", "abc2")
        for rule in app.url_map.iter_rules()
        if "<token>" in rule.rule and "GET" in rule.methods
    ]
    unlogged = re.findall(
        r"location ~ (\S+) \{[^}]*access_log off;[^}]*include /etc/nginx/alize-proxy.conf;",
        (DEPLOY / "nginx.conf").read_text(),
    )

    assert {"/r/abc2", "/mot-de-passe/oubli/abc2"} <= set(addresses)
    assert [address for address in addresses if not any(re.match(each, address) for each in unlogged)] == []


def test_the_proxy_packs_what_is_the_same_for_everybody_and_no_page():
    text = (DEPLOY / "nginx.conf").read_text()
    (static,) = re.findall(r"location /static/ \{[^}]*\}", text)

    assert "gzip on;" in static
    assert "text/css" in static
    assert "gzip on;" not in text.replace(static, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_process_that_only_its_user_reads(unit: Path):
    assert {"ExecStart", "UMask", "EnvironmentFile"} <= set(re.findall(r"(?m)^(\w+)=", unit.read_text()))


def test_every_unit_is_shut_in_alike():
    (shut,) = {unit.read_text().partition("NoNewPrivileges=")[2].partition("[Install]")[0] for unit in UNITS}

    assert {"ProtectSystem=strict", "ReadWritePaths=/srv/alize/var", "ProtectHome=yes", "PrivateTmp=yes"} <= set(
        shut.split()
    )
    assert "SystemCallFilter=@system-service" in shut
    assert "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\n" in shut
