"""Signs in a passage that hold whatever its subject: facts that make it content, turns that make it a mere announcement.

A sign never decides by itself: it is a feature of the calibrated judge, and what the page says to explain a verdict.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.referential.elements import Cue
from assistant.referential.model import Referential
from assistant.referential.wording import fold, words

_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|"
    r"nov(?:embre)?|dec(?:embre)?)\b\.?"
)
_CONTENT: dict[str, str] = {
    "amount": r"\d[\d .,]*(?:€|\$|euros?\b|k€|m€|ke\b|eur\b)",
    "percentage": r"\d\s?%|\bpour ?cent\b",
    "number": r"\d",
    "date": (
        rf"\b\d{{1,2}}(?:er)? {_MONTH}|\b{_MONTH} (?:19|20)\d\d|\b\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?\b|"
        r"\b(?:s|semaine|sem\.?) ?\d{1,2}\b|\b[tq][1-4]\b|\bj ?[+-] ?\d+|\b20\d\d\b|"
        rf"\b(?:debut|mi|fin)[- ]{_MONTH}"
    ),
    "duration": r"\d+ ?(?:h\b|heures?\b|min(?:utes?)?\b|mn\b|jours?\b|j\b|semaines?\b|mois\b|ans?\b|annees?\b)",
    "comparison": (
        r"\b(?:plus|moins|mieux|aussi) \w+ (?:que|qu')|\bpar rapport a\b|\btandis que\b|\balors que\b|\bcontre \d|"
        r"\bsuperieure?s? a\b|\binferieure?s? a\b|\ba l'inverse\b|\ben revanche\b|\bface a\b|\bvs\b|\bcompar"
    ),
    "reason": (
        r"\b(?:parce qu|puisqu|car|donc|afin d|pour que|en effet|grace a|faute de|en raison de|c'est pourquoi|"
        r"ce qui (?:explique|permet|evite)|dans la mesure ou|d'ou|sinon|du coup|justifi|vu qu|etant donne)"
    ),
    "role": (
        r"\b(?:chef(?:fe)? de projet|charge(?:e)? de|responsable|directeur|directrice|gerante?|graphiste|redact\w+|"
        r"community manager|traffic manager|alternante?|stagiaire|dpo|referente?|presidente?|developp\w+|webmaster|"
        r"photographe|assistante?|comptable|agence|freelance|prestataire|equipe)\b"
    ),
    "url": r"https?://|\bwww\.|\.(?:fr|com|org|net|eu|io)\b",
}
_HOLLOW: dict[str, str] = {
    "deferral": (
        r"\b(?:sera|seront|serait|seraient) (?:\w+ )?(?:\w+ )?"
        r"(?:defini|precis|etabli|detaill|fix|choisi|determin|communiqu|transmis|ajout|complet|present|elabor|etudi|"
        r"arret|valid|selectionn|abord|trait|construi|renseign|affin|revu|calcul|chiffr|decid|annonc|fourni)|"
        r"\ba (?:definir|preciser|completer|venir|determiner|confirmer|valider|voir|affiner|renseigner|discuter|"
        r"trancher|revoir|chiffrer|remplir|faire)\b|\bulterieur|\bprochainement\b|\bplus tard\b|"
        r"\ben (?:cours (?:de|d')|attente)|\breste(?:nt)? a\b|\bpas encore\b|\bn'a pas pu\b|\bapres (?:la|une|notre|le) "
        r"(?:reunion|rendez|retour|validation|point|vacances|comite|entretien)|\bdans un (?:second|deuxieme|prochain) temps|"
        r"\bnous verrons\b|\bon verra\b|\bau fil de l'eau\b|\ble moment venu\b|\ben temps voulu\b|\btbd\b|"
        r"\bfera l'objet\b|\bferont l'objet\b|\bdevr(?:a|ont|ait) etre\b|\bil faudra\b|\bil conviendra\b|"
        r"\bselon (?:les|le) (?:retours?|besoins?|budget|disponibilites?)\b|\bcf\.? annexe\b|\ba ce stade\b"
    ),
    "placeholder": r"\[[^\]\d][^\]]{2,60}\]|<[^>]{3,40}>|x{3,}|_{3,}|\.{5,}|…{2,}|\blorem ipsum\b|\bxx+\b",
    "instruction": (
        r"\bvous (?:devez|devrez|preciserez|presenterez|redigerez|veillerez|indiquerez|expliquerez|listerez|"
        r"justifierez|decrirez|detaillerez|rendrez|choisirez|mettrez|analyserez|proposerez)|"
        r"\b(?:le candidat|l'apprenant|l'etudiant|les apprenants|les candidats) (?:doit|doivent|precise|est amene|"
        r"redige|presente|realise|fait preuve)|\bil est (?:demande|attendu)\b|\bconsignes?\b|\bon attend de\b|"
        r"\bbareme de notation\b|\bsujet de l'epreuve\b|\bgrille d'evaluation du jury\b"
    ),
    "importance": (
        r"\b(?:est|sont|reste|demeure) (?:un|une|des|tres|plus que|absolument)? ?(?:enjeux?|elements?|points?|aspects?|"
        r"leviers?|facteurs?|etapes?)? ?(?:important|essentiel|primordia|crucia|fondamenta|incontournabl|indispensabl|"
        r"majeur|strategiqu)|\bgrande importance\b|\btoute notre attention\b|\bil est (?:important|essentiel|primordial|"
        r"necessaire|indispensable) d|\bde nos jours\b|\baujourd'hui plus que jamais\b|\bau coeur de\b|\bne pas negliger\b"
    ),
    "generality": (
        r"\b(?:en general|generalement|on distingue|se definit comme|est un outil qui|designe|on appelle|par definition|"
        r"selon (?:kotler|porter)|toute entreprise|les entreprises doivent|une bonne strategie|permet a l'entreprise de)\b"
    ),
    "future": r"\b\w+(?:era|eront|erons|irons|iront|ira|drons|dront|dra)\b",
    "conditional": r"\b\w+(?:erait|eraient|irait|iraient|drait|draient)\b|\bpourr(?:a|ons|ont|ait)\b",
    "vague": r"\b(?:plusieurs|divers(?:es)?|differents?|differentes?|certains?|certaines?|nombreux|nombreuses|etc)\b",
}
_BUZZ = frozenset(
    "agile agilite disruptif disruptive innovant innovante innovation synergie synergies holistique transverse roi "
    "data-driven datadriven 360 optimale optimiser optimisation performant performante performance impactant "
    "engagement expertise excellence dynamique proactif proactive qualitatif qualitative premium unique "
    "experience scalable growth mindset ecosysteme valeur ajoutee storytelling strategique digitalisation".split()
)
_COMPILED = {name: re.compile(pattern) for name, pattern in (_CONTENT | _HOLLOW).items()}
_CAPITALISED = re.compile(r"(?<![.!?:•|\n] )(?<!^)\b[A-ZÉÈÀÂÎÔ][\w’'&-]{2,}")
_SHINGLE = 5

NAMES: tuple[str, ...] = (*_CONTENT, "proper_name", "table", *_HOLLOW, "buzz", "borrowed", "length", "digits")
"""The features of a passage, in the order of `features`."""


_ANNOUNCING = ("deferral", "placeholder", "instruction", "borrowed")


@dataclass(frozen=True)
class Cues:
    """The signs found in one passage: features in the order of `NAMES`, shape (len(NAMES),)."""

    values: NDArray[np.float32]

    @property
    def announces(self) -> bool:
        """Tell whether the passage puts off what it names, or is somebody else's words."""
        return any(self.has(name) for name in _ANNOUNCING)

    def has(self, name: str) -> bool:
        """Tell whether a sign is there."""
        return bool(self.values[NAMES.index(name)] > 0)

    def share(self, expected: Sequence[Cue]) -> float:
        """Return the share of the expected signs that are there; 1 where none is expected."""
        return sum(self.has(cue) for cue in expected) / len(expected) if expected else 1.0


class CueReader:
    """Finds the signs of passages. It knows the référentiel's own wording, which is nobody's evidence."""

    def __init__(self, official_texts: Sequence[str]) -> None:
        """Take the texts of the référentiel that candidates copy: modalités, criteria, competences."""
        self._official = {shingle for text in official_texts for shingle in _shingles(words(text))}

    @classmethod
    def of(cls, referential: Referential) -> "CueReader":
        """Return the reader that knows all that a référentiel says."""
        return cls([referential.verbatim(key) for key in referential.entry_keys()])

    def read(self, text: str, *, in_table: bool) -> Cues:
        """Return the signs of a passage."""
        folded = fold(text)
        own_words = words(text)
        count = max(len(own_words), 1)
        values = [float(_COMPILED[name].search(folded) is not None) for name in _CONTENT]
        values.append(min(len(_CAPITALISED.findall(text)), 3) / 3)
        values.append(float(in_table))
        values += [float(_COMPILED[name].search(folded) is not None) for name in _HOLLOW]
        values.append(min(sum(word in _BUZZ for word in own_words) / count * 5, 1.0))
        values.append(self._borrowed(own_words))
        values.append(float(np.log1p(count)) / 5)
        values.append(min(sum(any(c.isdigit() for c in word) for word in own_words) / count * 3, 1.0))
        return Cues(np.array(values, dtype=np.float32))

    def _borrowed(self, own_words: Sequence[str]) -> float:
        """The share of the passage that stands in the référentiel word for word."""
        shingles = _shingles(own_words)
        return sum(shingle in self._official for shingle in shingles) / len(shingles) if shingles else 0.0


def _shingles(own_words: Sequence[str]) -> list[str]:
    return [" ".join(own_words[i : i + _SHINGLE]) for i in range(len(own_words) - _SHINGLE + 1)]
