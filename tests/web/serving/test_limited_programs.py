"""Programs that ask for too much are told so in HTTP's own words, and when to come back."""

from collections.abc import Iterator

import httpx
import pytest

from assistant.settings import Settings
from tests.web.serving.conftest import Served, served_within
from tests.web.serving.visitor import Visitor


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_within(Settings(questions_per_minute=2, reviews_per_minute=1, people_per_address=3)) as served:
        yield served


def refused(answer: httpx.Response) -> bool:
    waiting = int(answer.headers.get("retry-after", "0"))
    return answer.status_code == 429 and 0 < waiting <= 61 and "attendez" in answer.json()["detail"]


def test_a_program_is_told_when_to_come_back(served: Served) -> None:
    with Visitor(served.address) as program:
        for _ in range(2):
            assert program.call("ask", "Quoi ?", "[]").status_code == 200
        assert refused(program.call("ask", "Quoi ?", "[]"))
        assert refused(program.client.post("/gradio_api/call/v2/ask", json={"question": "Quoi ?"}))
        assert refused(program.join("ask", None, ["Quoi ?", "[]"]))
        assert refused(program.call("assess", "C3.3", "Quoi ?", "Cela."))
        assert program.call("referential").status_code == 200
        assert program.call("review", {"path": "x"}, "C3.3").status_code == 200
        assert refused(program.call("review", {"path": "x"}, "C3.3"))
        assert refused(program.join("review", None, [{"path": "x"}, "C3.3"]))


def test_uploads_are_counted_too(served: Served) -> None:
    with Visitor(served.address) as program:
        assert [program.upload("a.txt", b"x").status_code for _ in range(2)] == [200, 200]
        assert refused(program.upload("a.txt", b"x"))


def test_gradio_s_client_is_a_session_of_its_own(served: Served) -> None:
    from gradio_client import Client

    clients = [Client(served.address, verbose=False) for _ in range(2)]
    for client in clients:
        assert client.predict("Quoi ?", "[]", api_name="/ask")["behaviour"]
        client.close()
    assert clients[0].cookies["jury_session"] != clients[1].cookies["jury_session"]


def test_everything_is_counted_but_the_page_s_own_files() -> None:
    with served_within(Settings(requests_per_minute=20)) as served, Visitor(served.address) as visitor:
        for _ in range(30):
            assert visitor.client.get("/theme.css").status_code == 200
        answers = [visitor.client.get("/gradio_api/app_id") for _ in range(30)]
        assert {answer.status_code for answer in answers} == {200, 429}
        assert refused(answers[-1])
        with Visitor(served.address) as another:
            assert another.client.get("/gradio_api/app_id").status_code == 200
