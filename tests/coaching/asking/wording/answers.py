"""Good answers of a model, and what takes them down the whole way: pieces, a model, what is yielded."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import Answer, Coach
from assistant.coaching.asking.understanding import Understanding
from assistant.coaching.asking.wording.evidence import Evidence, gather
from assistant.coaching.asking.wording.wording import Wording
from assistant.language.model import LanguageModel
from assistant.progress import never
from tests.language.fakes import ScriptedChat, Step

CRITERIA = "Qu'attend le jury pour C3.3 ?"
DURATION = "Combien de temps dure l'oral de C3.4 ?"
DURATION_IN_ENGLISH = "how long is the oral of C3.4?"
SITUATION = "mon binôme recopie les news à la main, ça coûte des points ?"
COMPARISON = "Quelle différence entre C5.1-C5.2 et C5.3 ?"
DEFINITION = "c'est quoi un benchmark ?"

GOOD = {
    CRITERIA: (
        "Le jury regarde avant tout si votre cahier des charges tient compte du contexte, des objectifs, des délais et "
        "des cibles [1].\n\n"
        "- Vos critères de sélection doivent être définis et « correspondent bien au cahier des charges » [2].\n"
        "- La pondération doit rendre compte « des priorités selon le type de production » [3].\n"
        "- Le rapport entre la qualité et le prix est étudié [4], et vos choix restent « conformes aux attendus du "
        "projet » [5].\n"
        "- Enfin, un benchmark exhaustif précède le choix des prestataires [6]."
    ),
    DURATION: (
        "Votre présentation orale dure dix minutes, puis le jury vous pose des questions pendant 15 minutes [1]. "
        "Préparez les deux temps avec le même soin : l’échange compte autant que l’exposé."
    ),
    DURATION_IN_ENGLISH: (
        "The presentation lasts ten minutes, and the jury then asks you questions for 15 minutes [1]. The référentiel "
        "writes it as « Le candidat présente oralement (10mn) sa proposition » [1]."
    ),
    SITUATION: (
        "Oui, ce point est jugé : vos outils de collecte doivent être « spécifiés » et permettre « l'automatisation » "
        "[1]. Recopier à la main ne le montre pas. Nommez vos outils, dites comment ils sont réglés, et faites voir que "
        "la collecte tourne toute seule."
    ),
    COMPARISON: (
        "Les deux épreuves se passent seul et à l’oral, pendant 20 minutes chacune [1][2]. La première part d’une mise "
        "en situation professionnelle réelle ou reconstituée [1], la seconde d’un cas pédagogique RH en marketing "
        "digital [2]. Le jury regarde 10 critères dans l’une [1], 5 critères dans l’autre [2]."
    ),
    DEFINITION: (
        "Un benchmark, dans l’usage courant, compare méthodiquement des acteurs sur des critères communs, pour situer "
        "et choisir. Le référentiel emploie le terme sans le définir, et demande que le choix des prestataires "
        "« repose sur un benchmark préalable exhaustif » [3]."
    ),
}


@dataclass(frozen=True)
class Asked:
    """A question understood, with its answer without a model, and the evidence that one would be given."""

    understanding: Understanding
    answer: Answer
    evidence: Evidence


_asked: dict[str, Asked] = {}


def asked(coach: Coach, question: str) -> Asked:
    if question not in _asked:
        understanding = coach.understander.understand(question)
        answer = coach.composer.compose(understanding)
        _asked[question] = Asked(understanding, answer, gather(understanding, answer, coach.referential))
    return _asked[question]


@dataclass(frozen=True)
class Told:
    """What was yielded, and the model that was asked."""

    yielded: list[Answer]
    chat: ScriptedChat

    @property
    def last(self) -> Answer:
        return self.yielded[-1]


def tell(coach: Coach, question: str, *replies: str | Sequence[Step]) -> Told:
    """Have an answer worded by a model that gives these replies, whole texts word by word."""
    chat = ScriptedChat(scripts=[words_of(item) if isinstance(item, str) else list(item) for item in replies])
    item = asked(coach, question)
    stream = Wording(LanguageModel(chat), coach.referential).stream(item.understanding, item.answer, (), never)
    return Told(list(stream), chat)


def words_of(text: str) -> list[Step]:
    return list(re.findall(r"\s*\S+|\s+$", text))


def cut(text: str, places: Sequence[int]) -> list[Step]:
    """A text cut at some places."""
    ends = sorted({place % len(text) for place in places if place % len(text)})
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def cut_by_chance(text: str, chance: random.Random) -> list[Step]:
    """A text as tokens of a model might cut it: pieces of one to seven signs, now and then of many."""
    pieces: list[Step] = []
    at = 0
    while at < len(text):
        length = chance.choice((1, 2, 3, 4, 5, 7, 40))
        pieces.append(text[at : at + length])
        at += length
    return pieces or [""]


@lru_cache(maxsize=1)
def plain_ids() -> re.Pattern[str]:
    return re.compile(r"\*\*([AC]\d[\w./-]*)\*\*")
