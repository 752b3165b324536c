"""The files for a proxy and a machine say what they must: each rule is there, and what would undo it is not."""

import re
from pathlib import Path

import pytest

from hasila.project import settings

SITE = Path(__file__).parents[2] / "docs" / "how-to" / "site"


def said(name: str) -> list[str]:
    """The rules of a file, without comments and blanks."""
    lines = (line.partition("#")[0].strip() for line in (SITE / name).read_text(encoding="utf-8").splitlines())
    return [re.sub(r"\s+", " ", line) for line in lines if line]


def test_the_proxy_speaks_tls_of_today_to_both_sides() -> None:
    rules = said("nginx.conf")
    assert rules.count("ssl_protocols TLSv1.2 TLSv1.3;") == rules.count("proxy_ssl_protocols TLSv1.2 TLSv1.3;") == 1
    ciphers = next(rule for rule in rules if rule.startswith("ssl_ciphers ")).removeprefix("ssl_ciphers ").strip(";")
    strong = re.compile(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA\d+|CHACHA20-POLY1305)")
    assert all(strong.fullmatch(one) for one in ciphers.split(":"))
    assert {"proxy_ssl_verify on;", "proxy_pass https://hasila;", "proxy_ssl_name $host;"} <= set(rules)
    assert "ssl_reject_handshake on;" in rules and "return 301 https://hasila.example.org$request_uri;" in rules
    assert not [rule for rule in rules if "http://" in rule or "verify off" in rule]


def test_the_proxy_lets_nobody_speak_for_it() -> None:
    rules = set(said("nginx.conf"))
    assert {
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header Host $host;",
        'proxy_set_header Forwarded "";',
        'proxy_set_header X-Forwarded-Host "";',
        'proxy_set_header Upgrade "";',
        "ignore_invalid_headers on;",
        "underscores_in_headers off;",
    } <= rules
    assert not [rule for rule in rules if "$proxy_add_x_forwarded_for" in rule or "$http_x_forwarded" in rule]


def test_the_proxy_takes_no_more_than_the_house() -> None:
    rules = said("nginx.conf")
    assert f"client_max_body_size {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024}m;" in rules
    bounds = ("client_header_timeout", "client_body_timeout", "limit_conn ", "large_client_header_buffers")
    assert all(any(rule.startswith(bound) for rule in rules) for bound in bounds)


def test_the_processes_reach_nobody_who_is_not_named() -> None:
    rules = said("hasila.service")
    assert rules[rules.index("IPAddressDeny=any") + 1] == "IPAddressAllow=localhost"
    assert {
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "UMask=0077",
        "PrivateTmp=yes",
    } <= {*rules}
    assert [rule for rule in rules if rule.startswith("ReadWritePaths")] == ["ReadWritePaths=/var/lib/hasila"]
    brought = [rule.partition(":")[0] for rule in rules if rule.startswith("LoadCredentialEncrypted=")]
    assert brought == ["LoadCredentialEncrypted=pgpass", "LoadCredentialEncrypted=tls.key"]
    assert not [rule for rule in rules if "LoadCredential=" in rule or "PASSWORD" in rule or "_URL=" in rule]
    assert "User=hasila" in rules and not [rule for rule in rules if "User=root" in rule or "HASILA_DEMO=1" in rule]


@pytest.mark.parametrize("chain", ["incoming", "forwarded", "outgoing"])
def test_the_machine_drops_what_is_not_named(chain: str) -> None:
    rules = said("nftables.conf")
    first = rules[rules.index(f"chain {chain} {{") + 1]
    assert first.endswith("policy drop;")
    assert not [rule for rule in rules if "8000" in rule or rule == "accept"]
    open_to_all = [rule for rule in rules if rule.startswith("tcp dport")]
    assert open_to_all == ["tcp dport { 80, 443 } accept"]


def test_lines_of_the_log_leave_over_tls_to_a_known_host() -> None:
    rules = " ".join(said("rsyslog.conf"))
    assert 'StreamDriverMode="1"' in rules and 'StreamDriverAuthMode="x509/name"' in rules
    assert 'protocol="tcp"' in rules and 'action.resumeRetryCount="-1"' in rules and "queue.maxDiskSpace" in rules
    assert "anon" not in rules and 'protocol="udp"' not in rules
    assert 'if $programname == "hasila"' in rules
