"""A model that quotes the beginning of each entry that it is given. `python -m tests.coaching.asking.wording.echo PORT`."""

import re
import sys
import threading

from tests.language.openai_server import openai_server

_ENTRY = re.compile(r"^\[(\d+)\] [^\n]* :\n(.+)$", re.MULTILINE)


def quoting(prompt: str) -> str:
    """Answer a prompt of `answer.md` truly, with each of its entries."""
    lines = [
        f"- Le jury regarde si votre travail répond à ceci : « {' '.join(text.split()[:5])} » [{number}]."
        for number, text in _ENTRY.findall(prompt.partition("Déjà établi :")[0])
    ]
    if "Répondez à cette question en anglais" in prompt:
        lines = [
            line.replace("Le jury regarde si votre travail répond à ceci", "The jury looks at this in what you do")
            for line in lines
        ]
    return "\n".join(lines) if lines else "Oui"


if __name__ == "__main__":
    with openai_server(quoting, float(sys.argv[1]) if len(sys.argv) > 1 else 0.0) as served:
        print(served.url, flush=True)  # noqa: T201
        threading.Event().wait()
