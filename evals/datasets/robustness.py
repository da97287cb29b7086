"""Bad inputs as data: what is given, and what must hold. One JSON object a line, in the folder `robustness`.

    draft.md          the draft that files are made from: Markdown with the front matter of `drafts/`
    files.jsonl       files and paths, given to `coach.read` or `coach.review`     → FileCase
    questions.jsonl   questions, given to `coach.ask`                              → QuestionCase
    answers.jsonl     answers to a jury's question, given to `coach.assess`        → AnswerCase
    requests.jsonl    what a mock jury is asked for, given to `coach.questions`    → RequestCase
    commands.jsonl    command lines, each a process of its own                     → CommandCase

Every case has `id`, `family` (a row of the report), `seconds` (the most that it may take; 20 unless it says so) and
`slow` (left out of a quick run). In texts, `{U+200B}` stands for the character of that number: what can't be seen or can't be
written in a file of UTF-8 (lone surrogates: `{U+DCFF}` in an argument is the byte FF) is legible so.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from assistant.coaching.asking.answer import Behaviour, Turn
from assistant.judging.answer_judge import STATUSES
from evals.collection import Collection
from evals.datasets.drafts import DraftLabels, FrontMatter, LabelledDraft
from evals.datasets.lines import DatasetError, first_problem, place_of, read_lines, read_text

PATIENCE_S = 20.0
_BY_NUMBER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")


def written_out(text: str) -> str:
    """Return a text with the characters that it names by their number."""
    return _BY_NUMBER.sub(lambda match: chr(int(match[1], 16)), text)


Text = Annotated[str, AfterValidator(written_out)]


class Case(BaseModel):
    """What all cases have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    family: str
    seconds: float = PATIENCE_S
    slow: bool = False


class FileCase(Case):
    """A file made by `maker` (a name of `hostile_files.MAKERS`) and given under `name`, or a path made by
    `place` (a name of `hostile_places.PLACES`).

    `before` and `after` are put around the draft that the maker gets. `expect` says what must come of it:

    - `refused`: one French sentence, which `says` (a regular expression) is found in;
    - `read`: passages, among which the text `holds` stands to the letter; `warns` are kinds of warnings that must be there;
    - `reviewed`: a review for `exam` (the draft's own without it, the one that is guessed with `?`) whose quotes are the
      draft's own words;
    - `unmoved`: a review with the verdicts of the draft as the maker `like` makes it, without what was put around it.
    """

    maker: str = ""
    place: str = ""
    name: Text = ""
    before: Text = ""
    after: Text = ""
    expect: Literal["refused", "read", "reviewed", "unmoved"]
    exam: str = ""
    like: str = ""
    says: str = ""
    holds: Text = ""
    warns: tuple[str, ...] = ()


class QuestionCase(Case):
    """A question, said so many `times` in a row.

    The answer must behave in one of these ways, match `says` and not match `never`; with `cites`, it must cite these
    entries (`kind:id`) and no others. Whatever it cites must be the source's wording.
    """

    question: Text
    times: int = 1
    history: tuple[Turn, ...] = ()
    behaviours: frozenset[Behaviour]
    says: str = ""
    never: str = ""
    cites: frozenset[str] | None = None


class AnswerCase(Case):
    """An answer, said so many `times`, to a question of the bank (the first of its first set) or to `question`.

    `{question}` in the answer stands for the question. No point may get a status that isn't in `statuses`, and every
    quote must stand in the answer.
    """

    exam: str
    answer: Text
    times: int = 1
    question: Text = ""
    statuses: frozenset[str] = frozenset(STATUSES)


class RequestCase(Case):
    """So many questions of an exam. `expect` is `refused` (one French sentence) or `asked` (between `least` and `most`)."""

    exam: str
    count: int = 5
    competence: str | None = None
    level: str | None = None
    expect: Literal["refused", "asked"]
    least: int = 0
    most: int = 0
    says: str = ""


class CommandCase(Case):
    """`jury-coach` with these arguments, in an empty folder that holds `files` (name → text) and `made` (name → maker).

    `links` are names → what they point to. `stdout`
    must be nothing, one JSON object, JSON objects line by line, or text; with exit code 1 the last line of stderr is one
    French sentence, and the lines before it tell of the progress. No file of the folder may have changed. `together` such processes run at once.
    """

    arguments: tuple[Text, ...]
    files: dict[str, Text] = {}
    made: dict[str, str] = {}
    links: dict[str, str] = {}
    environment: dict[str, str] = {}
    stdin: str | None = None
    output: Literal["kept", "full", "closed"] = "kept"
    """Where stdout goes: it is kept, to a disk that is full, or to a reader that is gone."""
    exit: int
    stdout: Literal["nothing", "json", "lines", "text"] = "nothing"
    says: str = ""
    together: int = 1


Cases = TypeVar("Cases", bound=Case)


def folder_of(collection: Collection) -> Path:
    """Return where the cases of a collection are."""
    return collection.folder / "robustness"


def load_cases(collection: Collection, name: str, kind: type[Cases]) -> list[Cases]:
    """Return the cases of a file; none where there is no such file. Raises DatasetError."""
    path = folder_of(collection) / f"{name}.jsonl"
    return read_lines(path, kind) if path.exists() else []


KINDS: dict[str, type[Case]] = {
    "files": FileCase,
    "questions": QuestionCase,
    "answers": AnswerCase,
    "requests": RequestCase,
    "commands": CommandCase,
}
"""What the lines of each file are."""


def check_cases(collection: Collection) -> None:
    """Read all that there is. Raises DatasetError for the first thing that is wrong."""
    load_base_draft(collection)
    for name, kind in KINDS.items():
        load_cases(collection, name, kind)


def load_base_draft(collection: Collection) -> LabelledDraft:
    """Return the draft that files are made from. Without labels: what counts is whether verdicts move. Raises DatasetError."""
    path = folder_of(collection) / "draft.md"
    try:
        _, front, markdown = read_text(path).split("---\n", 2)
        about = FrontMatter.model_validate(yaml.safe_load(front))
    except ValidationError as error:
        raise DatasetError(f"{place_of(path)}, front matter: {first_problem(error)}.") from error
    except (ValueError, yaml.YAMLError) as error:
        raise DatasetError(f"{place_of(path)}, line 1: there is no front matter between two lines of ---.") from error
    return LabelledDraft("draft", about, markdown, DraftLabels(draft="draft", exam=about.exam, criteria=()))
