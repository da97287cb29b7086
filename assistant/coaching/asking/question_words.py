"""Words that tell what a question wants: what is judged, every place, a word on what was said before."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant.coaching.asking.reading import Reading
from assistant.referential.knowledge import Knowledge
from assistant.search.lexical import stems

SHORT_ENOUGH = 14
"""Words up to which a question names its subject rather than tells a story."""

_JUDGED = re.compile(
    r"\b(?:criter\w+|critere\w*|juge\w*|evalu\w+|note[esrnz]*|regarde\w*|assess\w*|judged?|graded|parle\w*|attend\w*|expect\w*)\b"
)

_PLACE = r"(?:epreuves?|endroits?|parties?|competences?|activites?|blocs?|niveaux?|passages?|trucs?|moments?|points?)"
_MENTIONED = r"(?:parle|mention|figur|apparai|evoqu|trait|cit|abord|touch|concern|port|intervien|demand|evalu|juge|not|mobilis|sert|trouv|compt)\w*"
_PLACES_ASKED = re.compile(
    r"\btou(?:s|tes) les criter\w+ (?:lies?|sur|qui|relatifs?|concernant|about)\b|\b(?:somewhere|ailleurs|elsewhere|autre part)\b"
    r"|\btout(?:e|es|s)? ce qui (?:concerne|touche|parle|a trait|a rapport|est lie|releve|porte)"
    r"|\btou(?:t|s|te|tes) (?:sur|les (?:passages|endroits|mentions|points|attentes|exigences|occurrences))\b"
    rf"|\bquels? (?:\w+ )?(?:criteres?|endroits?|passages?|blocs?|items?)\b.*\b{_MENTIONED}"
    rf"|\b(?:a|dans|pour|in) quel(?:s|les?)? (?:\w+ )?{_PLACE}\b|^quelles (?:epreuves|competences|activites)\b|\bin which (?:exams?|parts?|criteria)\b"
    rf"|\ba quels? {_PLACE}\b|\bles epreuves ou\b|\boccurrences?\b"
    r"|\b(?:y a t il|il y a|existe t il|is there|are there) (?:un|des|a|any)? ?criter\w+ (?:sur|pour|lies? a|concernant|on|about)\b"
    r"|\b(?:toutes (?:les )?epreuves confondues|d un bout a l autre|dans tous les (?:blocs|examens)|dans toutes les epreuves|across (?:all|the whole))\b"
    rf"|\b(?:ils|elles|il|elle|ca|c|on) (?:en )?(?:est|sont|parle|trouve\w*|figure\w*|tombe\w*) ou\b(?: dans|$)|\bqui en parle\b|\bquelque part\b|\beverywhere\b|\ball the (?:places|criteria)\b|\b{_MENTIONED} (?:ou|where)(?:$| dans| ca| deja| exactement)"
    r"|\bwhich (?:criteria|exams?|parts?|competences?|activities)\b|\bliste\w* (?:\w+ )?(?:tout|tous|les|des)\b.*\b(?:concern\w*|touch\w*|parl\w*|sur)\b"
    r"|\brecense\w*|\breleve[rz]? (?:les|tous|toutes)\b"
    rf"|(?:^|\bsavoir |\bdis moi )(?:ou|where) (?:\w+ ){{0,5}}?(?:question|{_MENTIONED}|talk\w*|appear\w*|come up|stand\w*|mentioned)\b"
    rf"|\bou (?:est ce qu|parle|figure|apparait|trouve|cite|il est|est il|est|sont|on)\b.*\b(?:question|{_MENTIONED}|dans le ref\w*)\b"
)
"""Words that ask for every place where something stands."""
_WHERE = re.compile(
    r"(?:^|[,;:.!?»] ?|\bet |\bmais |\bc'est )où\b|\boù ?(?:exactement|précisément|déjà|ça)? ?[?!.]*$", re.IGNORECASE
)
"""« où » that asks, and doesn't lead a relative clause."""

_LEANING = re.compile(
    r"\b(?:ca change|change ca|la dedans|dedans|dans ce cas|du coup|de ca|pour ca|avec ca|sur ca|cela|celui ci|celle ci|that|this)\b"
    r"|^(?:et|donc|mais|alors|and|so|but)\b"
)

_ASKING_STEMS = frozenset(
    stems(
        "noter noté jury juger évaluer évalué regarder attendre attendu attendus attentes détailler question questions dossier "
        "présentation candidat candidate apprenant apprenante alternant alternante apprenti exiger compter important pouvoir "
        "vouloir savoir mettre contenir liste lister porter portent touche figure figurer mention mentionner place accorde "
        "agissant rapport lequel laquelle référentiel entreprise projet stratégie marketing digital digitale oral prendre pris "
        "prise permettre adapter bien être avoir cas demain jour semaine ans mois besoin personne personnes situation vrai "
        "légende juste genre truc chose sujet assessed judged written what which how who where when does about comme grille"
    )
)
_OFTEN = 2
"""In how many examples a word must be to count as a word for asking."""


def asks_for_places(reading: Reading) -> bool:
    """Tell whether a question asks where something stands."""
    if _PLACES_ASKED.search(reading.folded) or _PLACES_ASKED.search(reading.last_clause):
        return True
    return reading.size <= SHORT_ENOUGH and bool(_WHERE.search(reading.question.strip()))


def leans(reading: Reading) -> bool:
    """Tell whether a question leans on what was said just before."""
    return bool(_LEANING.search(reading.folded))


def is_judged(reading: Reading) -> bool:
    """Tell whether a question asks what is judged."""
    return bool(_JUDGED.search(reading.folded))


def asking_stems(knowledge: Knowledge) -> frozenset[str]:
    """Return the stems that people use to ask, whatever they ask about."""
    names = ("criteria", "modalities", "competence_text", "criterion_text", "activity_content", "vague")
    return _ASKING_STEMS | _frequent_stems(text for name in names for text in knowledge.intents[name].examples)


def _frequent_stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems that people use to ask, whatever they ask about."""
    counts = Counter(stem for text in texts for stem in set(stems(text)))
    return frozenset(stem for stem, count in counts.items() if count >= _OFTEN)
