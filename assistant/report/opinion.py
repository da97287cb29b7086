"""What the language model says of a criterion, in a sentence beside the verdict."""

import re

from assistant.coaching.reviewing.review import CriterionReview, SecondOpinion
from assistant.report import wording
from assistant.report.typography import french, shortened

_SHOWN = 800
_SMALL = re.compile(
    r"(?:Vous|Votre|Vos|Le|La|Les|Un|Une|Des|Il|Elle|Ils|Elles|Ce|Cette|Ces|Aucun|Aucune|Rien|On|Seul|Seule)\b|[LCN][’']"
)
"""Words that a reason may begin with and that take no capital after a colon."""


def opinion_words(item: CriterionReview) -> str:
    """Return the sentence, with the reason where there is one; empty where the model said nothing of the criterion."""
    opinion = item.second_opinion
    if opinion is None:
        return ""
    beginning = _beginning(item, opinion)
    if not opinion.reason:
        return french(f"{beginning}.")
    reason = opinion.reason
    if _SMALL.match(reason):
        reason = f"{reason[0].lower()}{reason[1:]}"
    return shortened(french(f"{beginning} : {reason}"), _SHOWN)


def _beginning(item: CriterionReview, opinion: SecondOpinion) -> str:
    said = wording.VERDICTS[opinion.verdict].name.lower()
    if opinion.judge is None:
        return wording.OPINION_ALONE
    if opinion.agrees:
        return wording.OPINION_SAME
    if item.verdict == opinion.judge:
        return wording.OPINION_OTHER.format(said=said)
    return wording.OPINION_BOTH.format(said=said, judge=wording.VERDICTS[opinion.judge].name.lower())
