"""What every answer carries, on a server of our own."""

import urllib.error
import urllib.request

import pytest
from django.test import Client


def test_a_real_server_answers(server_url: str) -> None:
    with urllib.request.urlopen(f"{server_url}/healthz") as answer:
        assert answer.read() == b"ok\n"


@pytest.mark.django_db
class TestAnswers:
    """Headers and language."""

    def test_pages_are_arabic_whatever_the_browser_prefers(self, client: Client) -> None:
        answer = client.get("/", headers={"Accept-Language": "en"})
        assert answer.headers["Content-Language"] == "ar"
        assert 'dir="rtl"' in answer.content.decode()

    def test_the_reader_chooses_otherwise_by_a_cookie(self, client: Client) -> None:
        client.cookies["django_language"] = "fr"
        assert client.get("/").headers["Content-Language"] == "fr"

    def test_the_api_listens_to_the_client(self, client: Client) -> None:
        assert client.get("/api/v1/nothing", headers={"Accept-Language": "fr"}).headers["Content-Language"] == "fr"

    def test_nothing_is_loaded_from_elsewhere_and_nothing_frames_us(self, client: Client) -> None:
        headers = client.get("/").headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
