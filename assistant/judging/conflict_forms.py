"""How a draft says what is said once: its budget, how long it lasts, when it starts, how many people it takes.

All patterns read plain view (`assistant.judging.figures.plain`): no capitals, no accents, one kind of apostrophe.
"""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.judging.figures import AMOUNT, COUNT

Measure = Literal["money", "duration", "date", "count"]

MONTHS = "janv fevr mars avr mai juin juil aout sept oct nov dec".split()
_MONTH = (
    r"(?:(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b|"
    r"(?:janv|fevr?|avr|juil|sept|oct|nov|dec)\b\.?)"
)
MONTH = re.compile(_MONTH)
DATE = rf"(?:\d{{1,2}}(?:er)? {_MONTH}(?: 20\d\d)?|\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?)"
_DURATION = rf"(?:{COUNT}|une?)(?: et demie?)? (?:jours?|semaines?|mois|ans?|annees?)"

_WHOLES = {
    "campagne": "de la campagne",
    "projet": "du projet",
    "operation": "de l’opération",
    "dispositif": "du dispositif",
    "experimentation": "de l’expérimentation",
    "mission": "de la mission",
    "programme": "du programme",
    "plan": "du plan",
    "test": "du test",
}
"""What has one budget and one duration."""
_HINTS = {
    "budget": ("budget", "enveloppe"),
    "cost": ("cout ",),
    "duration": tuple(_WHOLES),
    "lancement": ("lanc", "demarr", "debut", "commence"),
    "mise en ligne": ("en ligne",),
    "livraison": ("livr",),
    "ouverture": ("ouv",),
    "team": ("equipe",),
    "providers": ("prestataires", "agences", "fournisseurs", "studios", "candidats", "freelances"),
    "followers": ("abonnes",),
    "people": ("nos ", "nous ", "on a ", "compte ", "emploie ", "rassemble ", "federe "),
}
_WHOLE = rf"(?P<thing>{'|'.join(_WHOLES)})\b"
_OF_ALL = (
    r"(?:(?: (?:alloue|consacre|dedie|reserve|affecte|prevu)e?)?"
    rf" (?:du |de la |de l'|de notre |de cette |de ce |a la |au |a l'|a cette |a ce |pour la |pour le |pour l'){_WHOLE})?"
)
_IS = (
    r"(?:,? (?:est|sera|serait|s'eleve|s'elevera|s'etablit|se monte|se chiffre|a ete|estimee?|fixee?|arretee?|prevue?|"
    r"allouee?|accordee?|provisionnee?|votee?|retenue?|validee?|disponible|previsionnel(?:le)?|donc|ainsi|a|de|d'|"
    r"la somme de|hauteur de|etre|bien))*(?: ?[:=] ?| )"
)
_LASTS = (
    r"(?:dure|durera|doit durer|se deroule(?:ra)? sur|s'etend(?:ra)? sur|s'etale(?:ra)? sur|est prevue? (?:sur|pour)|"
    r"court sur|a une duree de|aura une duree de|est d'une duree de)(?: une (?:duree|periode) de)?"
)
_THE = r"\b(?P<article>le |la |l'|notre |nos )"
_OF_THE = r"(?P<article>du |de la |de l'|des |de notre |de nos )"
_THING = r"(?P<thing>[a-z][\w'-]*(?: (?!est\b|sera\b|prevu|fixe|le\b|a lieu|aura\b)[\w'-]+){0,3}?)"
_WHEN = (
    r"(?: (?:est|sera|a lieu|aura lieu|prevue?|fixee?|programmee?|interviendra|se fera|reste|officiel(?:le)?))*"
    r"(?: ?[:,] ?| )(?:le |au )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    rf"(?P<value>{DATE})"
)
_EVENTS = {
    "lancement": (r"lancement|demarrage|debut", r"(?:est|sera) lancee?|demarre(?:ra)?|debute(?:ra)?|commence(?:ra)?"),
    "mise en ligne": (r"mise en ligne", r"(?:est|sera) mise? en ligne"),
    "livraison": (r"livraison", r"(?:est|sera) livree?"),
    "ouverture": (r"ouverture", r"ouvre|ouvrira"),
}
"""Events that have one date, as a noun and as a verb."""
_TEAM = r"equipe(?: (?P<thing>projet|marketing|digitale?|communication|web|dediee|marketing digitale?))?"
_MADE_OF = r"(?:est composee de|est constituee de|se compose de|compte|comprend|reunit|regroupe)"
_MEMBERS = r"(?:personnes|membres|salaries|collaborateurs)"
_CHOSEN = r"(?P<thing>consulte|retenu|sollicite|contacte|selectionne)"
"""One agency may be contacted and not consulted, selected and not retained: each has its number."""
_PROVIDERS = r"(?:prestataires|agences|fournisseurs|studios|candidats|freelances)"
_NETWORK = r"(?P<thing>instagram|facebook|linkedin|tiktok|youtube|pinterest|newsletter|infolettre)"
_AND_NO_MORE = r"(?= ?(?:[.,;:()]|$)| (?:et|dont|au)\b)"
"""The thing isn't narrowed by what follows: « nos clients », but not « nos clients fidèles »."""
_PEOPLE = (
    r"(?P<thing>adherents|licencies|clients(?: actifs)?|donateurs|eleves|apprentis|salaries|collaborateurs|benevoles|"
    r"magasins|boutiques|agences)\b" + _AND_NO_MORE
)
_MONEY = rf"(?P<value>{AMOUNT})"
_TIME = rf"(?P<value>{_DURATION})"
_NUMBER = rf"(?P<value>{COUNT})"


@dataclass(frozen=True)
class Form:
    """A way of saying the value of something, whose pattern may name the thing."""

    measure: Measure
    key: str
    subject: str
    pattern: re.Pattern[str]
    firm: int
    """How surely it is said of the whole: 2 « le budget total », 1 « le budget », 0 « un budget » or a mere label."""

    def named(self, thing: str, article: str, as_written: str) -> str:
        """Return the subject with the thing that the pattern found, in plain view and as it is written."""
        if "{whole}" in self.subject:
            whole = _WHOLES.get(thing, "")
            return self.subject.format(whole=whole).strip()
        return self.subject.format(of=_of(article), thing=as_written)


def _of(article: str) -> str:
    """« le » → « du », « la » → « de la »; an article that has « de » stays."""
    of = {"le ": "du ", "la ": "de la ", "l'": "de l’", "notre ": "de votre ", "nos ": "de vos "}
    held = {"de l'": "de l’", "de notre ": "de votre ", "de nos ": "de vos "}
    return of.get(article) or held.get(article, article)


def _form(measure: Measure, key: str, subject: str, pattern: str, firm: int = 2) -> Form:
    return Form(measure, key, subject, re.compile(pattern), firm)


def _date_forms() -> list[Form]:
    forms = []
    for event, (noun, verb) in _EVENTS.items():
        subject = f"la date de {event} {{of}}{{thing}}".replace("de ouverture", "d’ouverture")
        forms.append(_form("date", event, subject, rf"\b(?:{noun}) {_OF_THE}{_THING}{_WHEN}"))
        forms.append(_form("date", event, subject, rf"{_THE}{_THING} (?:{verb}){_WHEN}"))
    return forms


_TEAM_SIZE = "le nombre de personnes dans l’équipe"
_FOLLOWERS = "le nombre d’abonnés ({thing})"
_COUNT_OF = "le nombre de « {thing} »"

_PROVIDER_COUNT = "le nombre de prestataires {thing}s"
_PROVIDER_FORMS = tuple(
    _form("count", "providers", _PROVIDER_COUNT, pattern)
    for pattern in (
        rf"\b{_NUMBER} {_PROVIDERS} (?:ont ete |seront |sont |){_CHOSEN}e?s\b",
        rf"\b(?:ai|avons|a|avoir|sera|seront) {_CHOSEN}(?:e?s)? {_NUMBER} {_PROVIDERS}{_AND_NO_MORE}",
        rf"\bnombre (?:de |d'){_PROVIDERS} {_CHOSEN}e?s{_IS}{_NUMBER}",
    )
)

BUDGET = _form(
    "money",
    "budget",
    "le budget {whole}",
    rf"(?:\b(?:le|notre|mon) budget|\bl'enveloppe|^enveloppe){_OF_ALL}{_IS}{_MONEY}",
    1,
)
"""« Le budget », which is also what the total of a table of the budget says."""

FORMS: tuple[Form, ...] = (
    _form(
        "money", "budget", "le budget total {whole}",
        rf"\b(?:budget|enveloppe)(?: budgetaire)? (?:total|global)e?{_OF_ALL}{_IS}{_MONEY}",
    ),
    _form("money", "cost", "le coût total {whole}", rf"\bcout (?:total|global){_OF_ALL}{_IS}{_MONEY}"),
    BUDGET,
    _form("money", "budget", "le budget {whole}", rf"(?:^|\b(?:nous avons|nous disposons d'|j'ai|je dispose d'|on a) ?une? )(?:budget|enveloppe){_OF_ALL}{_IS}{_MONEY}", 0),
    _form("duration", "duration", "la durée {whole}", rf"\b(?:la |le |l'|notre |cette |ce ){_WHOLE} {_LASTS} {_TIME}"),
    _form("duration", "duration", "la durée {whole}", rf"\bduree (?:totale )?(?:du |de la |de l'|de notre ){_WHOLE}{_IS}{_TIME}"),
    _form("duration", "duration", "la durée {whole}", rf"\b(?:la|le|notre|cette|ce) {_WHOLE} de {_TIME}"),
    _form("duration", "duration", "la durée {whole}", rf"\b(?:sur|pendant) les {_TIME} (?:de la |du |de |d'){_WHOLE}"),
    *_date_forms(),
    _form("count", "team", _TEAM_SIZE, rf"\b(?:l'|notre |une |)?{_TEAM} {_MADE_OF} {_NUMBER} {_MEMBERS}"),
    _form("count", "team", _TEAM_SIZE, rf"(?:\bnotre |\bl'|^){_TEAM} ?(?:de|:) {_NUMBER} (?:personnes|membres)"),
    _form("count", "team", _TEAM_SIZE, rf"\bune equipe (?P<thing>projet) de {_NUMBER} (?:personnes|membres)"),
    _form("count", "team", _TEAM_SIZE, rf"\bnous sommes {_NUMBER} dans l'{_TEAM}"),
    *_PROVIDER_FORMS,
    _form(
        "count", "followers", _FOLLOWERS,
        rf"\b(?:notre|le|la|mon) (?:compte|page|chaine) {_NETWORK} (?:a|compte|reunit|rassemble|affiche|totalise) {_NUMBER} abonnes",
    ),
    _form("count", "followers", _FOLLOWERS, rf"\b(?:nos|nous avons|nous comptons|on a) {_NUMBER} abonnes (?:sur |a la |a l')?{_NETWORK}"),
    _form("count", "followers", _FOLLOWERS, rf"\bsur {_NETWORK},? (?:nous avons|nous comptons|on a) {_NUMBER} abonnes"),
    _form("count", "followers", _FOLLOWERS, rf"^{_NETWORK} ?: {_NUMBER} abonnes", 0),
    _form("count", "people", _COUNT_OF, rf"\b(?:nos|nous avons|nous comptons|nous sommes|on a) {_NUMBER} {_PEOPLE}"),
    _form(
        "count", "people", _COUNT_OF,
        rf"\b(?:le |la |l')(?P<who>(?!page|compte|chaine|plus)\w+) (?:compte|emploie|rassemble|federe) {_NUMBER} {_PEOPLE}",
    ),
)  # fmt: skip
FORMS_BY_HINTS: dict[tuple[str, ...], list[Form]] = {}
"""The forms by letters of which some stand in every sentence that has them: looking for these is quick."""
for _one in FORMS:
    FORMS_BY_HINTS.setdefault(_HINTS[_one.key], []).append(_one)

OTHER_WORLD = re.compile(
    r"^(?:a|au|aux|en|dans|chez|pour|hors|avec|sans|apres|avant|selon|cote|sur) (?!total|tout|cette|ce|notre|les \d|l'ensemble|facebook|"
    r"instagram|linkedin|tiktok|youtube|pinterest|la (?:campagne|consultation)|le projet|\d{4})|"
    r"\b(?:hors|sans|compris|inclus|exclu)e?s?\b|\binitial|\bau lieu|\bcontre\b|\bpasse(?:r|ra|rait)? de\b|\bporte(?:e|r)? (?:de|a)\b|\brevu|\brevis|\baugment|\bredui|"
    r"\bbaiss|\bscenario|\boption\b|\bvariante|\bhypothese|\bsi (?:le|la|les|l'|on|nous)|\bs'il|\bpar exemple\b|"
    r"\bl'an (?:dernier|passe)|\bl'annee (?:derniere|passee)|\bprecedent|\bconcurren|\betait\b|\betaient\b|\bavait\b|"
    r"\bavaient\b|\bdernier\b|\bplutot que|\binsuffisant|\bobjectif|\batteindre|\bvis(?:e|er|ons)\b|\bcible\b|\bd'ici\b|"
    r"\bidealement|\bau depart|\bauparavant|\bfinalement|\brepouss|\bdecal|\breport|\bavance(?:e|r)?\b|\bpire\b|"
    r"^pour (?:chaque|(?:le |la |les |l')(?!consultation|projet|campagne|mission|operation|appel))|^cote |"
    r"\b(?:en|l') ?(?:ete|hiver)\b|\b(?:haute|basse|hors) saison|\bretard|\bleurs?\b|\bmonter? a\b|\bannuel|\bfonctionnement|\bpar an\b"
)
"""Sentences about another time, another plan, somebody else."""
LOOSE = re.compile(
    r"(?:environ|pres de|autour de|a peu pres|presque|plus de|moins de|jusqu'a|maximum|minimum|au moins|au plus|"
    r"avant|apres|fourchette|entre) ?(?:le |les |de )?$"
)
"""What stands before a value that isn't exact."""
NOT_ALL = re.compile(
    r" ?(?:/|par |chacun|chaque|environ|maximum|minimum|a \d|au \d|ou |- ?\d|et (?:le|la) \d|en (?:moyenne|media|publicite)|"
    r"(?:de|du|des|a|au|aux|en (?!tout|20\d\d)|avec|par) |d'|dans l|chez|sur (?!l'annee|\d)|"
    r"pour (?:l'(?!operation)|chaque|(?:la|le|les) (?!projet|campagne)))"
)
"""What stands after a value that is of a part, or one end of a range."""
PART = re.compile(
    r"\bcampagne (?:\d|de \w|d'|du \w|[a-z]{4})|\b(?:lots?|phase|etape|action|volet|annee|vague|tranche|sprint|scenario|option|variante|concurren\w*|benchmark|marche|"
    r"exemple|modele)\b"
)
"""Headings under which a part is spoken of, or somebody else."""
CHANNEL = re.compile(
    r"google|\bmeta\b|\bads?\b|facebook|instagram|tiktok|linkedin|youtube|e-?mail|\bseo\b|\bsea\b|\bsms\b|affichage|presse|"
    r"\bradio|influenc|newsletter|podcast|publi|sponsor"
)
"""What may have a budget of its own."""
VAGUE = re.compile(
    r"(?:actions?|lot|etape|phase|test|tout|seance|journee|annee|mois|semaine|saison|vague|sprint|reunion|tournage|"
    r"v\d|version|livrable|final|premier|premiere|deuxieme|seconde?|travaux|serie)\b"
)
"""Things that a draft has several of."""
BUDGET_HEADING = re.compile(
    r"(?:(?:annexe|chapitre|partie|article) ?)?[\W\d]*(?:[ivx]+[.)] )?(?:(?:le|notre|mon) )?budget"
    rf"(?: (?:total|global|previsionnel|detaille|complet|20\d\d)\b| (?:du |de la |de l')(?:{'|'.join(_WHOLES)})\b)*"
    r"(?:\W+(?:ligne a ligne|en detail|detaille|poste par poste))?\W*"
)
"""Headings under which a table is the whole budget."""
