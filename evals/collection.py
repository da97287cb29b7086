"""Where the evaluation sets are: a folder of one layout, the project's or somebody else's (`--data DIR`).

    questions/<split>*.jsonl        single questions, with their gold entries
    conversations/<split>.jsonl     scripts of several turns
    retrieval/                      the natural questions in BEIR layout
    drafts/{train,dev,test}/        drafts as Markdown, each with its labels beside it
    drafts/paraphrases/{dev,test}/  the same drafts in other words
    answers/{train,test}.jsonl      labelled answers to jury questions
    passages/<exam>.jsonl           example passages, which the judge learns from; the project's own aren't in its
                                    `data/`, but in `training/passages/`: they evaluate nothing

What a folder doesn't hold isn't run, and the report says so.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "data"
"""Where the project's own sets are."""
_OWN_PASSAGES = Path(__file__).parent / "training" / "passages"


@dataclass(frozen=True)
class Collection:
    """A folder of evaluation sets."""

    folder: Path = OWN

    @property
    def questions(self) -> Path:
        """Folder of the questions."""
        return self.folder / "questions"

    @property
    def conversations(self) -> Path:
        """Folder of the conversations."""
        return self.folder / "conversations"

    @property
    def retrieval(self) -> Path:
        """Folder of the retrieval collection."""
        return self.folder / "retrieval"

    @property
    def drafts(self) -> Path:
        """Folder of the drafts."""
        return self.folder / "drafts"

    @property
    def answers(self) -> Path:
        """Folder of the labelled answers."""
        return self.folder / "answers"

    @property
    def passages(self) -> Path:
        """Folder of the example passages."""
        return _OWN_PASSAGES if self.folder == OWN else self.folder / "passages"

    def fingerprint(self) -> str:
        """Return what tells these sets from others: a hash of all files and their names."""
        return fingerprint(self.folder)


OURS = Collection()
"""The project's own sets."""


def fingerprint(folder: Path) -> str:
    """Return a hash of all files of a folder and of their names."""
    found = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file() and not item.name.startswith(".")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]
