"""Two processes behind nginx with `deploy/nginx.conf`: TLS, a folder, each visitor always with the same process."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file

from tests.web.operations.service import ROOT, Service, service

NGINX = shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if Path(path).exists()), None)

TRUSTED = ssl.create_default_context()
"""Trusts the certificate that the proxy is given."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None or shutil.which("openssl") is None, reason="nginx or openssl isn’t installed"),
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configuration(folder: Path, port: int, services: list[Service]) -> Path:
    """The file that ships, with what is to be adapted adapted, in a configuration that needs no rights."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    changes = {
        r"listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        r"listen 80;": f"listen 127.0.0.1:{_free_port()};",
        r"coach\.example\.org": "localhost",
        r"/etc/ssl/certs/coach\.pem": str(folder / "cert.pem"),
        r"/etc/ssl/private/coach\.key": str(folder / "key.pem"),
        r"/var/log/nginx/": f"{folder}/",
        r"127\.0\.0\.1:7861": f"127.0.0.1:{services[0].port}",
        r"127\.0\.0\.1:7862": f"127.0.0.1:{services[1].port}",
    }
    for pattern, replacement in changes.items():
        assert re.search(pattern, shipped), pattern
        shipped = re.sub(pattern, replacement, shipped)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n{temporary}{shipped}}}\n"
    )
    return path


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Service], Path]]:
    folder = tmp_path_factory.mktemp("proxy")
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost".split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    TRUSTED.load_verify_locations(folder / "cert.pem")
    with ExitStack() as stack:
        services = [
            stack.enter_context(service(folder, ASSISTANT_ROOT_PATH="/jury", ASSISTANT_METRICS="true"))
            for _ in range(2)
        ]
        for served in services:
            served.wait_until_ready()
        port = _free_port()
        assert NGINX is not None
        configuration = _configuration(folder, port, services)
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(configuration)])
        url = f"https://localhost:{port}/jury/"
        try:
            deadline = time.monotonic() + 10
            while True:
                try:
                    httpx.get(f"{url}healthz", verify=TRUSTED)
                    break
                except httpx.TransportError:
                    assert process.poll() is None and time.monotonic() < deadline
                    time.sleep(0.1)
            yield url, services, folder
        finally:
            process.terminate()
            process.wait(10)


def test_the_page_names_its_public_address(proxy: tuple[str, list[Service], Path]) -> None:
    url = proxy[0]
    with httpx.Client(verify=TRUSTED) as browser:
        page = browser.get(url)
        assert page.status_code == 200
        config = browser.get(f"{url}config").json()
        assert config["root"] == url.rstrip("/")
        asset = re.search(r'(?:src|href)="\.?/?((?:jury/)?assets/[^"]+\.(?:js|css))"', page.text)
        assert asset, page.text[:500]
        assert browser.get(url + asset[1].removeprefix("jury/")).status_code == 200


def test_a_browser_stays_with_its_process(proxy: tuple[str, list[Service], Path]) -> None:
    url = proxy[0]
    seen = set()
    for _ in range(12):
        with httpx.Client(verify=TRUSTED) as browser:
            cookie = browser.get(f"{url}config").headers["set-cookie"]
            assert {"Secure", "HttpOnly"} <= set(re.split(r"; ?", cookie))
            lives = {browser.get(f"{url}healthz").json()["service"] for _ in range(4)}
        assert len(lives) == 1
        seen |= lives
    assert len(seen) == 2, "both processes are used"


def test_what_is_streamed_comes_at_once(proxy: tuple[str, list[Service], Path]) -> None:
    started = time.monotonic()
    with httpx.stream("GET", f"{proxy[0]}gradio_api/heartbeat/some-window", verify=TRUSTED, timeout=20) as answer:
        assert next(answer.iter_raw()).startswith(b"data: ALIVE")
    assert time.monotonic() - started < 3


def test_a_question_and_a_review_work_through_it(proxy: tuple[str, list[Service], Path], tmp_path: Path) -> None:
    url, _, folder = proxy
    draft = tmp_path / "dossier.md"
    draft.write_text("# Cahier des charges\n\nLe prix compte pour 30 points sur 100.\n", "utf-8")
    client = Client(url, verbose=False, ssl_verify=TRUSTED)
    answer = client.predict("Combien de temps dure la soutenance de C3.3 ?", "[]", api_name="/ask")
    assert answer["citations"]
    assert client.predict(handle_file(draft), "C3.3", api_name="/review")["exam"] == "C3.3"
    written = (folder / "jury-coach.log").read_text("utf-8")
    assert "/jury/gradio_api/queue/join 200" in written
    assert "127.0.0.1" not in written
    assert not re.search(r"heartbeat/\w", written)


def test_figures_and_other_addresses_stay_inside(proxy: tuple[str, list[Service], Path]) -> None:
    url, services, _ = proxy
    assert httpx.get(f"{url}metrics", verify=TRUSTED).status_code == 404
    assert services[0].get("metrics")[0] == 200
    assert httpx.get(url.replace("/jury/", "/gradio_api/info"), verify=TRUSTED).status_code in {403, 404}
