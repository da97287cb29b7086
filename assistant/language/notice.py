"""What a language model is sent, and who gets it: told to people before anything is."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assistant.language.model import LanguageModel

Sent = Literal["question", "draft", "answer"]
"""What a command sends: a question, a draft, an answer to a jury."""

_SENT: dict[Sent, tuple[str, str]] = {
    "question": ("Votre question est envoyée", "noms et coordonnées compris"),
    "draft": ("Des passages de votre brouillon sont envoyés", "noms et coordonnées compris"),
    "answer": ("Votre réponse est envoyée", "noms et coordonnées compris"),
}
_LOCAL = {
    "fr": "Modèle local : rien ne quitte cette machine.",
    "en": "Local model: nothing leaves this machine.",
}
_ASKED = {
    "fr": (
        "Un modèle de langage peut reformuler les réponses et donner un second avis. Si vous l’acceptez, {recipient} reçoit "
        "vos questions et les messages de la conversation, les passages de vos brouillons qui touchent l’épreuve, "
        "et vos réponses au jury blanc. {masked}"
    ),
    "en": (
        "A language model can reword the answers and give a second opinion. If you agree, {recipient} receives your "
        "questions and the messages of the conversation, the passages of your drafts that bear on the exam, and your "
        "answers to the mock jury. {masked}"
    ),
}
_FREE = {
    "fr": "Rien n’est envoyé avant votre accord, et tout fonctionne sans lui.",
    "en": "Nothing is sent before you agree, and everything works without it.",
}
_MASKED = {
    True: {
        "fr": (
            "Dans les brouillons, les noms, téléphones, courriels et adresses qui sont reconnus sont masqués avant l’envoi ; "
            "ceux qui ne le sont pas partent tels quels."
        ),
        "en": (
            "In drafts, the names, phone numbers, e-mails and addresses that are recognised are masked before they are "
            "sent; those that aren’t are sent as they are."
        ),
    },
    False: {
        "fr": "Les noms et coordonnées qui s’y trouvent ne sont pas masqués.",
        "en": "Names and contact details in them are not masked.",
    },
}

Language = Literal["fr", "en"]


@dataclass(frozen=True)
class Notice:
    """What is to be known of a model before it is sent anything. `masked`: personal data of drafts are masked first."""

    model: str
    recipient: str
    hosted: bool
    masked: bool

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that change with all that was agreed to: the model, who gets what, masked or not."""
        agreed = "\0".join((self.model, self.recipient, str(self.hosted), str(self.masked)))
        return hashlib.sha256(agreed.encode()).hexdigest()[:16]

    def explained(self, language: Language = "fr") -> str:
        """Return what is sent and to whom, in two or three sentences; of a local model, that nothing is."""
        if not self.hosted:
            return _LOCAL[language]
        recipient = self.recipient
        return _ASKED[language].format(recipient=recipient, masked=_MASKED[self.masked][language])

    def freely(self, language: Language = "fr") -> str:
        """Return that nothing is sent without consent."""
        return _FREE[language]

    def line(self, sent: Sent) -> str:
        """Return one line for whoever runs a command; empty where nothing leaves this machine."""
        if not self.hosted:
            return ""
        what, as_they_are = _SENT[sent]
        masked = "noms et coordonnées masqués" if self.masked and sent == "draft" else as_they_are
        return f"{what} à {self.recipient}, {masked} (ASSISTANT_LLM)."


def notice_of(model: "LanguageModel | None", *, masked: bool) -> Notice | None:
    """Return what people are told of a model; None where there is none. It isn't called."""
    if model is None:
        return None
    return Notice(model.name.partition(":")[2] or model.name, model.recipient, model.hosted, masked)
