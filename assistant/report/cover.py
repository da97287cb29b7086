"""What a document of ours begins with and bears on each page, and how it quotes."""

from dataclasses import dataclass

from assistant.report.typography import NO_BREAK


@dataclass(frozen=True)
class QuotePart:
    """A quote between guillemets, and where it stands."""

    text: str
    place: str = ""


@dataclass(frozen=True)
class Cover:
    """The head of a document. A fact whose value is empty is filled in by hand."""

    kicker: str
    title: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    facts_alt: str
    notice: str
    footer: str

    @property
    def document_title(self) -> str:
        """What the file calls itself."""
        return f"{self.kicker}{NO_BREAK}: {self.title}"
