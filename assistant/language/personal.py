"""Where a draft names persons and says how to reach them: by the signs around them, never by a list of names."""

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["PERSONNE", "TELEPHONE", "COURRIEL", "ADRESSE", "IBAN", "NUMERO_SECU", "TEXTE"]
Span = tuple[int, int, Kind]

SPACE = "[ \t\u00a0\u202f]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
_WORD = rf"(?<!\w){_CAPITAL}(?:[’'-]?\w)*+"
_PARTICLE = rf"(?:(?:de|du|des|le|la|van|von|der|den|da|dos|el|ben){SPACE}|d[’'])"
_PART = rf"(?:{_PARTICLE}{{0,2}}{_WORD})"
_FULL_NAME = rf"{_WORD}(?:{SPACE}{_PART}){{1,3}}"
_NAME = rf"{_PART}(?:{SPACE}{_PART}){{0,1}}"
_LISTED = rf"{SPACE}*(?:,|;|&|/|{SPACE}et){SPACE}*"

_TITLED = re.compile(
    rf"(?<!\w)(?:MM?\.|M(?={SPACE}{_CAPITAL})|Mmes?|Mlles?|Mr\.?|Dr\.?|Pr\.?|Monsieur|Madame|Mademoiselle|Docteur|Professeure?)"
    rf"{SPACE}(?P<name>{_NAME})"
)
_DONE_BY = re.compile(
    rf"(?i:\b(?:rédigé|réalisé|présenté|écrit|élaboré|préparé|soumis|encadré|suivi|signé|supervisé|accompagné|tutoré)e?s?"
    rf"{SPACE}+par){SPACE}*:?{SPACE}*(?P<names>{_FULL_NAME}(?:{_LISTED}{_FULL_NAME})*)"
)
_LABELLED = re.compile(
    rf"(?im:^[ \t>*|•-]*(?:auteur|auteure|autrice|étudiant|candidat|apprenti|alternant|stagiaire|tuteur|tutrice|contact"
    rf"|interlocuteur|interlocutrice|maître{SPACE}(?:d[’']apprentissage|de{SPACE}stage)|référent|membres?(?:{SPACE}du{SPACE}groupe)?"
    rf"|nom{SPACE}(?:et{SPACE})?prénom|prénom{SPACE}(?:et{SPACE})?nom|nom{SPACE}du{SPACE}candidat)"
    rf"(?:\(e\)|·e|\(s\)|\(e\)s|es?|s)*{SPACE}*[:|]{SPACE}*)(?P<names>{_FULL_NAME}(?:{_LISTED}{_FULL_NAME})*)"
)
_NAMED = re.compile(
    rf"(?m)^[ \t>*|•-]*(?:[Nn]om|NOM|[Pp]rénom|PRÉNOM)s?{SPACE}*[:|]{SPACE}*(?P<names>{_NAME}){SPACE}*$"
)
_SIGNED = re.compile(
    r"(?i:\b(?:cordialement|bien à vous|salutations distinguées|respectueusement|sincèrement|à bientôt))[ ,.!]*\s*\n\s*"
    rf"(?P<names>{_WORD}(?:{SPACE}{_PART}){{0,3}}){SPACE}*$",
    re.MULTILINE,
)
_EMAIL_WORDS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_EMAIL = re.compile(rf"(?<![\w.+-]){_EMAIL_WORDS}")
_BEFORE_EMAIL = re.compile(rf"(?P<names>{_FULL_NAME}){SPACE}*[<(\[:,–—-]{{0,2}}{SPACE}*(?={_EMAIL_WORDS})")
_COVER = re.compile(
    rf"(?m)^[ \t*#]*(?P<names>(?:{_CAPITAL}[a-zà-öø-ÿœ]+(?:-{_CAPITAL}[a-zà-öø-ÿœ]+)?{SPACE}{_CAPITAL}[A-ZÀ-ÖØ-ÞŒ’'-]{{2,}}"
    rf"|{_CAPITAL}[A-ZÀ-ÖØ-ÞŒ’'-]{{2,}}{SPACE}{_CAPITAL}[a-zà-öø-ÿœ]+(?:-{_CAPITAL}[a-zà-öø-ÿœ]+)?))[ \t*]*$"
)
COVER_CHARACTERS = 3000
"""How far the cover of a draft reaches, where a name may stand alone on its line: « Prénom NOM »."""

_STREET = r"(?:rue|avenue|av\.|boulevard|bd\.?|bld\.?|allées?|chemin|impasse|quai|faubourg|sentier|lotissement|résidence|esplanade)"
_STREET_OR_NOT = r"(?:place|cours|route|square|passage|voie|villa|rond-point|cité)"
_OF = r"(?:(?:de|du|des|la|le|les|aux?)[ \u00a0]|[ld][’'])*"
_TOWN = rf"(?:{SPACE}*[,–-]?{SPACE}*\n?{SPACE}*\d{{5}}{SPACE}+{_WORD}(?:[ -](?!(?i:cedex)){_PART}){{0,3}}(?:{SPACE}(?i:cedex)(?:{SPACE}\d{{1,2}})?)?)"
_ADDRESS = re.compile(
    rf"(?<![\w,.])\d{{1,4}}(?:{SPACE}?(?:bis|ter|quater))?{SPACE}?,?{SPACE}"
    rf"(?:(?i:{_STREET}){SPACE}{_OF}\w[\w’'-]*|(?i:{_STREET_OR_NOT}){SPACE}{_OF}{_WORD})"
    rf"(?:[ -]{_OF}{_WORD}){{0,4}}{_TOWN}?"
)
_PHONE = re.compile(
    r"(?<![\w+.,])(?:(?:\+|00)33[ .\u00a0-]?(?:\(0\)[ .\u00a0-]?)?[1-9]|0[1-9])(?:[ .\u00a0-]?\d{2}){4}(?!\d)"
    r"|(?<![\w+])\+(?!33)\d{1,3}(?:[ .\u00a0-]?\d{2,4}){3,5}(?!\d)"
)
_SECURITY = re.compile(
    r"(?<![\w.,])[12][ \u00a0]?\d{2}[ \u00a0]?(?:0[1-9]|1[0-2]|[2-9]\d)[ \u00a0]?(?:\d{2}|2[AB])[ \u00a0]?\d{3}[ \u00a0]?\d{3}"
    r"(?:[ \u00a0]?\d{2})?(?!\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b")

_NOT_NAMES = frozenset(
    "un une directeur directrice responsable chef chargé chargée charge manager management community digital "
    "marketing service services pôle pole agence société societe entreprise groupe projet équipe equipe direction studio "
    "consultant consultante traffic product data content lead head comité comite cabinet mairie école ecole université "
    "campus promotion master mastère bachelor titre dossier rapport mémoire cahier budget campagne stratégie strategie plan "
    "analyse méthode matrice modèle audit veille objectif objectifs annexe annexes sommaire introduction conclusion partie "
    "président présidente ministre assistant assistante client cliente contact info jury candidat candidate étudiant "
    "étudiante tuteur tutrice épreuve critère compétence activité bloc boutique site page google facebook instagram linkedin "
    "tiktok youtube france paris chers cher chère messieurs mesdames monsieur madame google ads analytics".split()
)
"""Words of posts, firms and parts of a draft that stand where names do."""
_ACRONYMS = frozenset(
    "swot pestel pestle smart aida raci rgpd kpi kpis roi seo sea smo sem crm erp cms ugc btob btoc b2b b2c html css json "
    "rncp iseg insee cnil tva ttc smic sarl sas sasu covid".split()
)
PARTICLES = frozenset("de du des le la van von der den da dos el ben d".split())


def contact_details(text: str) -> Iterator[Span]:
    """Yield where e-mails, phone numbers, addresses, IBANs and social security numbers stand in a text."""
    for pattern, kind in _CONTACTS:
        for match in pattern.finditer(text):
            if kind != "IBAN" or _is_iban(match[0]):
                yield *match.span(), kind


_CONTACTS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_EMAIL, "COURRIEL"),
    (_IBAN, "IBAN"),
    (_SECURITY, "NUMERO_SECU"),
    (_PHONE, "TELEPHONE"),
    (_ADDRESS, "ADRESSE"),
)


def names_in(text: str, cover: bool = False) -> Iterator[str]:
    """Yield the names of persons that signs around them give away; a titled one without its title.

    `cover`: the text begins a draft, so that a name may stand alone on its line there.
    """
    for match in _TITLED.finditer(text):
        if name := _believable(match["name"]):
            yield name
    for pattern in (_DONE_BY, _LABELLED, _NAMED, _SIGNED, _BEFORE_EMAIL):
        for match in pattern.finditer(text):
            yield from _each(match["names"])
    for match in _EMAIL.finditer(text):
        yield from _of_email(match[0], text)
    if cover:
        yield from _on_cover(text)


def _each(names: str) -> Iterator[str]:
    for name in re.split(_LISTED, names):
        if believable := _believable(name):
            yield believable


def _believable(name: str) -> str:
    """A name up to the first word that stands where names do and is none."""
    kept: list[str] = []
    for word in re.split(rf"{SPACE}+", name.strip()):
        if word.casefold() in _NOT_NAMES or word.casefold() in _ACRONYMS:
            break
        kept.append(word)
    while kept and kept[-1].casefold() in PARTICLES:
        kept.pop()
    end = 0
    for word in kept:
        end = name.index(word, end) + len(word)
    return name[:end].strip()


def _of_email(email: str, text: str) -> Iterator[str]:
    """« jean.dupont@… » names Jean Dupont, where the text does too."""
    parts = re.split(r"[._]", email.partition("@")[0])
    if len(parts) == 2 and all(len(part) >= 2 and part.isalpha() for part in parts):
        for first, last in (parts, parts[::-1]):
            for match in re.finditer(rf"(?i)(?<!\w){first}{SPACE}{last}(?!\w)", text):
                words = re.split(SPACE, match[0])
                if all(word[0].isupper() for word in words) and _believable(match[0]) == match[0]:
                    yield match[0]


def _on_cover(text: str) -> Iterator[str]:
    lower_case = set(re.findall(r"\b[a-zà-öø-ÿœ]{2,}\b", text))
    for match in _COVER.finditer(text[:COVER_CHARACTERS]):
        words = re.split(SPACE, match["names"])
        known = any(word.casefold() in lower_case for word in words)
        if not known and _believable(match["names"]) == match["names"]:
            yield match["names"]


def _is_iban(text: str) -> bool:
    packed = re.sub(r"\s", "", text)
    digits = "".join(str(int(letter, 36)) for letter in packed[4:] + packed[:4])
    return 15 <= len(packed) <= 34 and int(digits) % 97 == 1
