"""What a message wants the program to do, beside answering: export, erase, open a page, told by grammar alone.

A wish is an order that is the whole message: « exporte en PDF ». A question about such a thing (« comment exporter ma
présentation ? ») stays a question.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.referential.wording import words


class ProgramWish(StrEnum):
    """What is to be done."""

    EXPORT = "export"
    ERASE = "erase"
    REFERENCE = "reference"
    ORAL = "oral"
    COMPARE = "compare"
    HELP = "help"


@dataclass(frozen=True)
class Wanted:
    """A wish; `form` is the format that an export names, empty where it names none."""

    wish: ProgramWish
    form: str = ""


_MOST_WORDS = 16
_POLITE_BEFORE = (
    r"(?:(?:ok|bon|bien|alors|maintenant|merci|stp|svp|s il (?:te|vous) plait|please|now|then|tu peux|peux tu|pourrais tu|vous pouvez"
    r"|pouvez vous|pourriez vous|je (?:veux|voudrais|souhaite|souhaiterais|aimerais)|j aimerais|can you|could you|i want to"
    r"|i would like to|i d like to|let s) )*"
)
_POLITE_AFTER = (
    r"(?: (?:stp|svp|s il (?:te|vous) plait|please|maintenant|now|merci|thanks|tout de suite|a nouveau|encore|again))*"
)
_DRAFT = r"(?:dossier|brouillon|document|fichier|cahier des charges|rapport|texte|travail|memoire|livrable)"
_FORMS = {
    "word": "docx", "docx": "docx", "doc": "docx", "pdf": "pdf", "markdown": "md", "md": "md", "json": "json",
}  # fmt: skip
_FORM = rf"(?: (?:en|au format|format|sous|as|to|in|comme|un|une|fichier|a|file))*(?: (?:{'|'.join(_FORMS)}))(?: file)?"
_REVIEW = (
    r"(?: (?:la|ma|cette|le|mon|ce|les|mes|tout|the|my|this|all|it|ca|cela)"
    r"(?: (?:relecture|bilan|resultats?|retour|analyse|review|report|results?|feedback))?)?"
)
_TO_PDF = r"(?:pdf|word|docx|markdown|json)"
_PATTERNS: tuple[tuple[ProgramWish, str], ...] = (
    (
        ProgramWish.EXPORT,
        rf"(?:moi )?(?:exporte[rsz]?|export|telecharge[rsz]?|download|enregistre[rsz]?|sauvegarde[rsz]?|save|imprime[rsz]?)(?: moi)?{_REVIEW}(?:{_FORM})?"
        rf"|(?:donne|envoie|sors|fais|fai[st]|give)[sz]?(?: (?:moi|nous|me))?{_REVIEW}{_FORM}"
        rf"|(?:la relecture|ma relecture|the review) (?:en|as|au format) {_TO_PDF}",
    ),
    (
        ProgramWish.ERASE,
        r"(?:efface[rsz]?|supprime[rsz]?|oublie[rsz]?|vide[rsz]?|detrui[st]\w*|erase|delete|forget|clear)"
        r"(?: (?:toutes?|tous|all|of))* (?:mes|nos|my|our|the) (?:donnees|informations|traces|fichiers|documents|data|information|files)(?: personnelles)?"
        r"|(?:efface[rsz]?|supprime[rsz]?|erase|delete|clear) (?:tout|everything)(?: ce que (?:tu|vous) (?:sais|savez|as|avez)(?: (?:de|sur) moi)?)?"
        r"|(?:efface[rsz]?|supprime[rsz]?|delete|erase|clear) (?:la|ma|cette|notre|the|my|our|this) (?:conversation|session|discussion)"
        rf"|(?:efface[rsz]?|supprime[rsz]?|oublie[rsz]?|delete|erase|forget) (?:mon|ma|my|our) (?:{_DRAFT}|relecture|draft|review)",
    ),
    (
        ProgramWish.REFERENCE,
        r"(?:montre[rsz]?|affiche[rsz]?|ouvre[rsz]?|ouvrir|donne[rsz]?|va|allez|aller|voir|show|open)(?: (?:moi|nous|me|us))?"
        r"(?: (?:dans|a|au|to))?(?: (?:le|la|l|the|au))? (?:page )?(?:du |de l )?(?:referentiel|standard|framework|referential)(?: (?:de|du|d|a|pour|sur|for|of|on|l epreuve|epreuve))* cette epreuve"
        r"|(?:montre[rsz]?|affiche[rsz]?|ouvre[rsz]?|ouvrir|voir|show|open)(?: (?:moi|nous|me|us))?(?: (?:le|the|la page))?(?: du)? (?:referentiel|referential)",
    ),
    (
        ProgramWish.ORAL,
        r"(?:lance[rsz]?|commence[rsz]?|demarre[rsz]?|ouvre[rsz]?|prepare[rsz]?|organise[rsz]?|faire|fai[st]|faisons|start|launch|begin|run|open)"
        r"(?: (?:moi|nous|me|passer))* (?:un|l|une|le|a|the|mon|my) (?:oral blanc|jury blanc|soutenance blanche|mock (?:oral|jury|exam|interview))"
        r"(?: (?:sur|pour|de|d|on|for|of|l epreuve|epreuve))*(?: cette epreuve)?"
        r"|(?:oral|jury) blanc(?: (?:sur|pour|de))?(?: cette epreuve)?|mock (?:oral|jury)(?: (?:on|for))?(?: cette epreuve)?",
    ),
    (
        ProgramWish.COMPARE,
        rf"(?:compare[rsz]?|compare)(?: (?:le|la|les|ca|it|ce|cette|mon|ma|this|my|moi)(?: (?:{_DRAFT}|relecture|version|draft|review))?)?"
        r" (?:avec|a|to|with|et) (?:ma|mon|la|le|my|the|une|celle) (?:(?:version|relecture|brouillon|dossier|draft|review) )?(?:precedente?|d avant|anterieure?|ancienne?|derniere?)"
        r"|compare (?:it )?(?:to|with) (?:my|the) (?:previous|last|earlier|older|old) (?:version|draft|review)"
        r"|compare[rsz]? (?:mes|les|my|the) (?:deux |two )?(?:versions|relectures|brouillons|drafts|reviews)"
        r"|compare[rsz]? (?:avec|a) (?:ma|mon|l) (?:ancienne?|precedente?) (?:version|relecture|brouillon)",
    ),
    (
        ProgramWish.HELP,
        r"(?:a l )?aide(?: moi)?|help(?: me)?|mode d emploi|menu|commandes|"
        r"(?:que|qu est ce que|quoi) (?:sais|savez|peux|pouvez)(?: (?:tu|vous))? faire(?: pour moi)?"
        r"|(?:qu est ce que|ce que) (?:tu|vous) (?:sais|savez|peux|pouvez) faire|(?:tu|vous) (?:sais|savez|peux|pouvez) faire quoi"
        r"|what can you do(?: for me)?|what do you do|comment ca marche|comment (?:tu|vous) marches?|how does (?:it|this) work",
    ),
)  # fmt: skip
_COMPILED = tuple((wish, re.compile(rf"{_POLITE_BEFORE}(?:{pattern}){_POLITE_AFTER}")) for wish, pattern in _PATTERNS)
_CODE = re.compile(r"\b(?:de |d |l )?[a-z]\d\.\d(?:\s*(?:-|–|à|a|to)\s*[a-z]?\d\.\d)?", re.IGNORECASE)


def program_wish(message: str) -> Wanted | None:
    """Return what a message wants the program to do, or None where it asks something."""
    folded = " ".join(words(_CODE.sub(" cette epreuve ", message)))
    if not folded or len(folded.split()) > _MOST_WORDS:
        return None
    wish = next((wish for wish, pattern in _COMPILED if pattern.fullmatch(folded)), None)
    if wish is None:
        return None
    form = next((_FORMS[word] for word in folded.split() if word in _FORMS), "") if wish is ProgramWish.EXPORT else ""
    return Wanted(wish, form)
