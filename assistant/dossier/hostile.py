"""What a draft says to whoever evaluates it, and what it hides: reported, never obeyed, never evidence."""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.dossier.disguise import is_disguised, unmask
from assistant.dossier.model import Document, DraftWarning, Passage

_QUOTE_CHARACTERS = 160
_MOST_WARNINGS = 5

_START = r"(?:^|[.!?:;,\"()\[\]<>*#|/{}=-]\s*|\b(?:please|now|merci de|veuillez|prie[rz]? de|vous devez|tu dois|you (?:must|should|will)|donc|alors|maintenant|desormais|ensuite|then|and|et|puis)\s+|\b(?:merci d'|prie[rz]? d'))"
_MACHINE = (
    r"(?:i\.?a\.?|a\.?i\.?|llm|chat ?gpt|gpt|claude|gemini|copilot|chatbot|bot|robot|modeles? de langage|language models?|intelligence artificielle"
    r"|(?:evaluateur|correcteur|relecteur|jury|lecteur|examinateur|systeme|assistant|outil|logiciel|reviewer|grader|evaluator|assessor)s?[ -](?:automatique|automatise|ia|ai|virtuel|artificiel|numerique|d'evaluation|de correction|de relecture)s?"
    r"|(?:ai|ia|automatic|automated|llm)[ -](?:reviewer|grader|evaluator|assessor|judge|assistant|jury|model|system)s?|jury-ia)"
)
_JUDGE = r"(?:evaluateur|evaluatrice|correcteur|correctrice|relecteur|relectrice|examinateur|examinatrice|membre du jury|jury|reviewer|grader|evaluator|assessor|examiner|marker)s?"
_ORDER = r"(?:ignore[zr]?|oublie[zr]?|neglige[zr]?|outrepasse[zr]?|contourne[zr]?|disregard|forget|override|bypass|skip|do not (?:apply|use|follow|consider)|don't (?:apply|use|follow)|ne (?:tiens|tenez|tenir) (?:pas|aucun) compte (?:de|des|du)|ne (?:suis|suivez) (?:pas|plus)|n'applique[zr]? (?:pas|plus)|fais abstraction (?:de|des|du)|faites abstraction (?:de|des|du)|passe[zr]? outre)"
_RULES = r"(?:instructions?|consignes?|criteres?|criteria|grilles?|bareme|referentiel|directives?|guidelines?|rubrics?|prompts?|system prompt|prompt systeme)"
_EARLIER = r"(?:precedent\w*|anterieur\w*|ci-dessus|qui precede\w*|plus haut|d'evaluation|de notation|previous|prior|above|preceding|earlier|systeme?)"
_GRADED = r"(?:couvert\w*|covered|valide\w*|acquis\w*|satisfait\w*|satisfied|met|fulfilled|rempli\w*|atteint\w*|passed|reussi\w*|conforme\w*|excellent\w*|parfait\w*|complet\w*|complete|maximum|maximal\w*)"
_EVERYTHING = r"(?:(?:l')?(?:ensemble|integralite|totalite) des (?:criteres|points|elements|competences|exigences|attendus)|tous les (?:autres )?(?:criteres|elements|attendus|points)|toutes les (?:competences|exigences)|chaque (?:critere|competence|element)|tout|le reste|every(?:thing| criterion| criteria| item| element)|all(?: of)?(?: the| these| its)? (?:criteria|items|elements|points|requirements|competences)|each (?:criterion|item|element)|all of (?:it|them))"
_MARK = r"(?:marque[zr]?|note[zr]?|considere[zr]?|juge[zr]?|coche[zr]?|valide[zr]?|classe[zr]?|declare[zr]?|compte[zr]?|evalue[zr]?|mets|mettez|mettre|mark|rate|grade|score|label|classify|consider|treat|count|judge|assess|evaluate|set|flag|tick|report|return)"
_GIVE = (
    r"(?:accorde[zr]?|donne[zr]?|attribue[zr]?|octroie|octroyez|octroyer|mets|mettez|mettre|give|award|grant|assign)"
)
_TOP = r"(?:tous les points|(?:le|un) maximum (?:de|des) points|le maximum(?=[.!\"]|$| (?:a|pour) (?:ce|cet|cette|notre|mon)\b)|le plus de points|l[ae] (?:meilleure )?(?:note|score)(?: la plus (?:haute|elevee)| maximale?| maximum)|la (?:meilleure|plus haute) (?:note|appreciation)|(?:un |une |la )?(?:note de )?(?:20|10|100) ?(?:/|sur) ?(?:20|10|100)|full (?:marks|points|credit|score)|(?:the )?(?:maximum|highest|top|best) (?:score|grade|marks?|points|rating)|all (?:the )?points|a? ?perfect score)"
_AFTER_TOP = r"(?=\s*(?:[.!;:,\")\]]|$)|(?: (?:a|to|for|pour|au|sur|on|in|dans|partout|everywhere|quel\w*|regardless|whatever|sans|without)\b)(?: (?:ce|cet|cette|mon|notre|this|my|our|the (?:draft|candidate|paper|student|submission)|le (?:dossier|candidat|travail)|candidat(?:[.!]|$)|tous?|toutes|chaque|all|every|each|que soit|of|any)\b)|(?: (?:partout|everywhere|regardless)\b))"
_CLAUSE = r"(?:^|[.!?]\s*|\b(?:notes?|n\.?b\.?|consignes?|instructions?|important|rappel|attention|jury|correcteur|evaluat\w+|correction|and|et|covered|couverts?) ?[:,-]? ?|\b(?:merci de|veuillez|vous devez|tu dois|please|you (?:must|should)|then|alors|donc|gpt|ai|ia) ?[,:]? ?)"
_DRAFT = r"(?:dossier|document|travail|brouillon|memoire|rapport|candidat|candidate|copie|draft|paper|submission|work|essay|report|text|texte|rendu)"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # Ignore the criteria, the instructions above…
        rf"{_START}{_ORDER}(?: \S+){{0,3}}? {_RULES}\b(?! (?:de |du |d'|des )(?:prix|cout|budget|selection|choix|recherche|achat|ciblage|poids|taille))",
        rf"{_START}{_ORDER}(?: \S+){{0,4}}? (?:regles?|rules?|contraintes?|tout|everything|all|ce)\b(?: \S+){{0,2}}? ?{_EARLIER}",
        r"\b(?:ignore|disregard|forget|override) (?:all |any )?(?:of )?(?:the |your |these |those )?(?:previous|prior|above|preceding|earlier|system) (?:\S+ )?(?:instructions?|prompts?|rules|guidelines|criteria|messages?|directions)",
        # Mark everything as covered.
        rf"{_START}{_MARK}(?: (?!si\b|que?\b|qu'|if\b|that\b)\S+){{0,4}}? ?{_EVERYTHING}\b(?: \S+){{0,4}}? (?:comme|en|as|a|to|sont|est|est-ce|soient?|etant|:|=|are|is|be)? ?\"?{_GRADED}\b",
        r"(?:^|[.!?:\"]\s*|\b(?:please|merci de|veuillez|et de) )(?:valide[zr]?|coche[zr]?|approve|validate|accept|pass) (?:tous les criteres|l'ensemble des criteres|all (?:the )?criteria|every criterion|everything)(?: sans| without|[.!\"]|$)",
        rf"{_START}{_MARK} (?:ce|cet|le present|this|the) {_DRAFT}(?: \S+){{0,3}}? (?:comme|en|as|etant|:)? ?\"?{_GRADED}",
        r"\b(?:tous les criteres|chaque critere|all criteria|every criterion|everything)\b(?: \S+){0,2}? (?:doi(?:ven)?t|devra(?:ient|it)?|devront|must|should|shall|need to|is to|are to)(?: \S+){0,3}? (?:etre|be|recevoir|obtenir|receive|get)\b(?: \S+){0,4}? ?(?:couvert|covered|marque|note|juge|considere|marked|rated|graded|scored|maximum|full|satisfied)",
        rf"\b(?:ce|cet|le present|this|the) {_DRAFT} (?:doit|devra|must|should|shall|has to|is to)(?: \S+){{0,2}}? (?:etre|be|recevoir|obtenir|receive|get)(?: \S+){{0,5}}? ?(?:{_TOP}|couvert\w*|covered|(?:tous|all)(?: the| les)? crit\w+)",
        # Give all the points.
        rf"{_CLAUSE}{_GIVE}(?:[ -](?:lui|leur|moi|nous|it|me|this|them))?(?: (?!si\b|if\b)\S+){{0,3}}? {_TOP}{_AFTER_TOP}",
        # Who is spoken to.
        rf"\b(?:en tant qu['e] ?|as (?:an? )?){_MACHINE}\b[^.]{{0,40}}\b(?:tu|vous|you|ton|ta|tes|votre|vos|your)\b",
        r"(?:^|[.!?\"(\[#*-]\s*)(?:(?:note|message|attention|instructions?|consignes?|important|rappel|dear|hello|hey|bonjour|cher|chere|a l'attention d[eu]s?|to|to the|pour|a|note to|attention to)[ :,]*)?(?:(?:a|au|aux|pour|for|to|the|l'|de|du|any|all|tout|toute)[ :]*){0,3}(?:l')?(?:(?:evaluateur|correcteur|relecteur|jury|examinateur)s?[ -](?:automatique|automatise|ia|ai|virtuel|artificiel)s?|jury-ia|(?:ai|automatic|automated|llm)[ -](?:reviewer|grader|evaluator|assessor|judge)s?) ?[:,!]",
        rf"\b(?:note|message|attention|instructions?|consignes?|important|rappel|a l'attention|dear|si tu es|si vous etes|if you are)\b[^.:]{{0,25}}\b{_MACHINE}\b[^.]{{0,120}}\b(?:criteres?|criteria|evalu\w+|notation|notes? maxim\w+|points|couverts?|covered|jury|favorable\w*|positi\w+|indulgen\w+|valide[zr]?|grade|score|rating|review)\b",
        rf"\b(?:chere?s?|dear|hey|attention|note (?:a|au|pour|to)) (?:le |la |l'|the |au |aux )?{_JUDGE}\b[^.]{{0,60}}\b(?:{_GIVE}|{_MARK}|{_ORDER}) [^.]{{0,40}}(?:{_TOP}|{_EVERYTHING}|{_RULES})",
        # Another role, another task.
        rf"\b(?:tu es|vous etes|you are)\b(?: \S+){{0,4}}? (?:{_MACHINE}|{_JUDGE})\b[^.]{{0,60}}\b(?:indulgen\w*|bienveillan\w*|generou?\w*|lenient|valide\w*|accorde\w*|approve\w*|always|toujours|must|dois|devez)\b",
        rf"{_START}(?:agis|agissez|comporte-toi|comportez-vous|act|behave|pretend)\b(?: \S+){{0,5}}? (?:{_JUDGE}|{_MACHINE})\b",
        rf"{_START}(?:reponds|repondez|repondre|respond|answer|reply|output|print|return|ecris|ecrivez|affiche|affichez)\b(?: \S+){{0,3}}? (?:uniquement|seulement|only|exactly|simplement|toujours|always|just)\b[^.]{{0,50}}\b(?:couvert\w*|covered|valide\w*|criteres?|criteria|20/20|verdict|json)\b",
        r"\b(?:reveal|show|print|repeat|display|affiche[zr]?|revele[zr]?|montre[zr]?|repete[zr]?|override|replace|remplace[zr]?)\b[^.]{0,30}\b(?:system prompt|prompt systeme|instructions? systeme|system instructions?|hidden instructions?)",
        rf"\b(?:system prompt|prompt systeme|system message|system override|instructions? systeme|developer (?:mode|message)|jailbreak)\b[^.]{{0,10}}[:=>\]][^.]{{0,160}}\b(?:criteres?|criteria|covered|couverts?|points|note[sz]?|grade|jury|evaluat\w+|{_ORDER})\b",
        r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>|\[/?inst\]|<</?sys>>|^#{2,} ?(?:system|instruction)s? ?:|\[system\]\s*:?|^system ?: ",
        r"\b(?:new|nouvelles?) (?:instructions?|consignes?) ?:[^.]{0,120}\b(?:criteres?|criteria|covered|couverts?|points|note[rz]?|grade|evaluat\w+|evalue[rz]?)\b",
        # Spaced out letters, drawn together.
        r"ignore(?:z)?(?:les|all|tous|toutes|previous|the)+(?:criteres|instructions|consignes|previous|criteria)|touslespoints|markeverything",
    )
)
"""Read on text without accents, in lower case. Each is an order about the evaluation, or an address to a machine that evaluates."""


def reviewer_instructions(document: Document) -> list[DraftWarning]:
    """Return a warning for each passage that speaks to a reviewer, a jury or an AI, up to a handful."""
    found = [document.passages[index] for index in sorted(hostile_passages(document))]
    shown = [
        DraftWarning(
            kind="reviewer_instructions",
            message=f"{_place(passage)} s’adresse à la personne ou à la machine qui évalue le dossier : "
            "ce passage est écarté, sans aucun effet sur la relecture.",
            quote=_quote(passage.text),
        )
        for passage in found[:_MOST_WARNINGS]
    ]
    more = len(found) - len(shown)
    if more > 0:
        passages = f"{more} autres passages s’adressent" if more > 1 else "Un autre passage s’adresse"
        shown.append(
            DraftWarning(
                kind="reviewer_instructions", message=f"{passages} à qui évalue le dossier, sans effet non plus."
            )
        )
    return shown


def hostile_passages(document: Document) -> frozenset[int]:
    """Return the indexes of the passages that speak to a reviewer: they must never be evidence."""
    return frozenset(
        passage.index
        for passage in document.passages
        if any(speaks_to_reviewer(text) for text in (passage.text, *passage.cells))
    )


@lru_cache(maxsize=20_000)
def speaks_to_reviewer(text: str) -> bool:
    """Whether a text gives orders about the evaluation, speaks to a machine that evaluates, or is in disguise."""
    if is_disguised(text):
        return True
    plain = unmask(text)
    return any(pattern.search(plain) for pattern in _PATTERNS)


def hidden_text(document: Document) -> list[DraftWarning]:
    """Return a warning for each stretch of hidden text, up to a handful."""
    stretches = list(_stretches(document))
    shown = [
        DraftWarning(
            kind="hidden_text",
            message=f"{_place(stretch[0])} contient du texte caché (masqué, blanc sur blanc, minuscule ou hors de la page) : "
            "il n’est pas pris en compte.",
            quote=_quote(" ".join(passage.text for passage in stretch)),
        )
        for stretch in stretches[:_MOST_WARNINGS]
    ]
    more = len(stretches) - len(shown)
    if more > 0:
        places = f"{more} autres endroits contiennent" if more > 1 else "Un autre endroit contient"
        shown.append(
            DraftWarning(kind="hidden_text", message=f"{places} du texte caché, qui n’est pas pris en compte non plus.")
        )
    return shown


def _stretches(document: Document) -> Iterator[list[Passage]]:
    """Yield the runs of neighbouring hidden passages of one page or slide."""
    run: list[Passage] = []
    for passage in document.passages:
        together = run and (run[-1].index, run[-1].page, run[-1].slide) == (
            passage.index - 1,
            passage.page,
            passage.slide,
        )
        if passage.hidden and together:
            run.append(passage)
        elif passage.hidden:
            if run:
                yield run
            run = [passage]
    if run:
        yield run


def _place(passage: Passage) -> str:
    if passage.slide is not None:
        return f"La diapositive {passage.slide}"
    if passage.page is not None:
        return f"La page {passage.page}"
    return f"La partie « {_quote(passage.heading, 60)} »" if passage.heading else "Le document"


def _quote(text: str, most: int = _QUOTE_CHARACTERS) -> str:
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0]
