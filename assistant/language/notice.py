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
        "Il reformule les réponses et donne un second avis. Si vous l’acceptez, {recipient} reçoit vos questions, la "
        "conversation, des passages de vos brouillons et vos réponses au jury blanc. {masked}"
    ),
    "en": (
        "It rewords the answers and gives a second opinion. If you agree, {recipient} receives your questions, the "
        "conversation, passages of your drafts and your answers to the mock jury. {masked}"
    ),
}
_FREE = {
    "fr": "Rien n’est envoyé avant votre accord ; sans lui, tout fonctionne.",
    "en": "Nothing is sent before you agree, and everything works without it.",
}
_MASKED = {
    True: {
        "fr": (
            "Dans les brouillons, les noms, téléphones, courriels et adresses reconnus sont masqués ; le reste part tel quel."
        ),
        "en": "In drafts, names, phone numbers, e-mails and addresses that are recognised are masked; the rest is not.",
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
