"""« Pose-moi 3 questions sur C2.4 »: the questions of a jury that are asked for, by grammar."""

import re
import zlib

from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.scope import Scope
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.coaching.questioning.questioner import QuestionRequest
from assistant.referential.model import EntryKind
from assistant.referential.question_bank import Level
from assistant.referential.wording import words

_DEFAULT_COUNT = 3
_MOST = 10
_SURE = 0.4
"""Of what the search gives to criteria, the best one must have this much for the questions to be on it alone."""
_NUMBERS = {
    "une": 1, "un": 1, "one": 1, "a": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5,
    "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20,
}  # fmt: skip
_NUMBER = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}})"
_QUESTIONS = r"(?:(?:petites? |autres? |vraies? |bonnes? |nouvelles? )*questions?|colles)"
_SOME = rf"(?:{_NUMBER}|des|quelques|d|de|encore|les)"
_ASKED = re.compile(
    # « pose-moi trois questions », « pouvez-vous me poser des questions »: the jury is played.
    rf"(?:\bpose[srz]? (?:moi|nous|lui)|^pose[srz]?) (?:encore )?(?:{_SOME} )+{_QUESTIONS}"
    rf"|\b(?:me|nous|lui) pose[srz]? (?:encore )?(?:{_SOME} )+{_QUESTIONS}"
    r"|\b(?:interroge[srz]?|questionne[srz]?|entraine[srz]?|cuisine[srz]?) (?:moi|nous)\b|\b(?:m|nous) (?:interroge(?:[rsz]|iez)?|interrogi(?:ez|ons)|questionn(?:e[rsz]?|iez))\b"
    rf"|^(?:encore |et )*{_NUMBER} (?:autres? )?{_QUESTIONS}\b"
    rf"|^(?:donne|propose|prepare|genere|invente|imagine|fais)[sz]? (?:moi |nous )?(?:{_SOME} )+{_QUESTIONS}.*\b(?:jury|oral|soutenance|pour m entrainer|type)\b"
    r"|\b(?:joue[srz]?|fai[st]|simule[rsz]?|imite[rsz]?) (?:moi )?(?:le |un |une |l )?(?:role (?:du|d un) )?(?:jury|jure|oral blanc|jury blanc|soutenance blanche)\b"
    r"|\b(?:fai[st]|lance[rsz]?|commence[rsz]?|demarre[rsz]?) (?:moi )?(?:passer )?(?:un |l )?(?:oral|jury) blanc\b|^(?:un )?(?:oral|jury) blanc\b"
    rf"|\bask (?:me|us) (?:an |some |{_NUMBER} )?(?:more )?(?:\w+ )?questions?\b|\b(?:quiz|grill|question|interview) me\b|\bmock (?:jury|oral|interview)\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:le jury|les jures|l examinateur|on|ils|elle|il) (?:va |vont |peut |peuvent |pourrait |pourraient )?(?:me |nous |te )?(?:pose\w*|interroge\w*|questionne\w*)\b"
    r"|\b(?:will|can|may|could|does) (?:the jury|they|he|she)\b|\bthe jury (?:will |can |may )?asks?\b"
    r"|\bje (?:peux|pourrais) (?:te|vous) poser\b|\bcombien\b|\bduree\b|\bquelles? questions?\b"
    r"|\bj ai (?:une|des|deux|trois|quelques) questions?\b|\bune question (?:sur|concernant|a propos)\b$"
)
_MORE = re.compile(
    rf"^(?:et )?(?:(?:encore|une?|{_NUMBER}|d|des|la|questions?|autres?|suivante|next|another|more|one|please|stp|svp|s il te plait|s il vous plait) ?)+$"
)
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("facile", re.compile(r"\b(?:faciles?|simples?|pour commencer|easy|debutants?)\b")),
    ("exigeant", re.compile(r"\b(?:difficiles?|dures?|durs?|exigeant\w*|pieges?|corsees?|hard|tough|tricky)\b")),
    ("standard", re.compile(r"\b(?:standards?|moyen\w*|normales?)\b")),
)
_WEAK_POINTS = re.compile(
    r"\b(?:mes|nos|ses) (?:points? faibles?|faiblesses|lacunes|manques|points? a (?:travailler|ameliorer))\b"
    r"|\bsur mon (?:dossier|brouillon|travail)\b|\bmy (?:weak|draft)\b"
)
_COUNTED = re.compile(rf"\b({_NUMBER}) (?:\w+ )?(?:questions?|colles)\b")
_SUBJECT = re.compile(r"\b(?:sur|a propos de|concernant|about|on) (.+)$")
_MORE_COUNTED = re.compile(rf"^(?:et )?encore ({_NUMBER})\b")
_AGAIN = re.compile(r"\b(?:encore|autres?|more|another)\b")
_ONE = re.compile(r"\b(?:une|la) (?:autre|question|suivante)\b|\bencore une\b|\banother\b")


class QuestionRequests:
    """The step for questions that are asked for."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader

    def asked(self, reading: Reading) -> Understanding | None:
        """« interroge-moi sur le budget prévisionnel »: which exam, which criteria, how many, how hard."""
        text = reading.folded
        asked = self._asked_for_more(reading) or (text if asks_for_questions(text) else "")
        if not asked:
            return None
        named_now = reading.scope or self._scope_of(asked)
        on_draft = bool(_WEAK_POINTS.search(asked))
        criteria = () if named_now or on_draft else self._subject(asked)
        scope = named_now or (Scope() if criteria else reading.context.scope)
        exams = scope.exams or tuple(dict.fromkeys(name.rpartition("/")[0] for name in criteria))
        if len(exams) != 1:
            subject = "draft" if on_draft and not exams else ""
            return reading.understood(Ask.JURY_QUESTIONS, scope=scope, subject=subject)
        named = scope.of_kind(EntryKind.CRITERION) or criteria
        competences = scope.of_kind(EntryKind.COMPETENCE)
        request = QuestionRequest(
            exam=exams[0],
            competence=competences[0] if len(competences) == 1 and not named else None,
            criteria=named,
            level=_level(text) or _level(asked),
            count=_count(text),
            seed=_seed(reading),
            asked_before="\n".join(reading.context.answers),
        )
        return reading.understood(Ask.JURY_QUESTIONS, scope=scope, request=request)

    def _asked_for_more(self, reading: Reading) -> str:
        """« encore une », « une autre »: the request before it, where there is one."""
        text = reading.folded
        again = asks_for_questions(text) and _AGAIN.search(text) and not _SUBJECT.search(text)
        if not (again or _MORE.fullmatch(text)) or reading.scope:
            return ""
        for question in reversed(reading.context.questions):
            folded = " ".join(words(question))
            if asks_for_questions(folded):
                return question
            if not _MORE.fullmatch(folded):
                break
        return ""

    def _scope_of(self, request: str) -> Scope:
        return self._reader.read(request, "fr", ()).scope

    def _subject(self, request: str) -> tuple[str, ...]:
        """The criterion that the request speaks of, where it speaks of one: « sur la pondération »."""
        subject = _SUBJECT.search(" ".join(words(request)))
        if subject is None:
            return ()
        found = [item for item in self._reader.searcher.search(subject[1], ()) if item.target.kind == "criterion"]
        sure = found[0].probability >= _SURE * sum(item.probability for item in found)
        return (found[0].target.id,) if sure else ()


def asks_for_questions(folded: str) -> bool:
    """Tell whether a question, as folded words, wants the jury to be played."""
    return bool(_ASKED.search(folded)) and not _NOT_ASKED.search(folded)


def _level(text: str) -> Level | None:
    folded = " ".join(words(text))
    return next((level for level, pattern in _LEVELS if pattern.search(folded)), None)


def _count(text: str) -> int:
    counted = _COUNTED.search(text) or _MORE_COUNTED.search(text)
    if counted is None:
        return 1 if _ONE.search(text) else _DEFAULT_COUNT
    number = _NUMBERS.get(counted[1]) or int(counted[1])
    return min(max(number, 1), _MOST)


def _seed(reading: Reading) -> int:
    """The same question at the same place of a conversation gets the same answer; asked again, it gets others."""
    return zlib.crc32(f"{len(reading.context.questions)} {reading.folded}".encode())
