"""Mock orals step by step: answers are assessed by what they name, so that a test decides what is said."""

import re

from assistant.coaching.assessing.assessment import Assessment, PointFeedback, PointStatus
from assistant.coaching.questioning.jury_question import JuryQuestion


def assess(question: JuryQuestion, answer: str) -> Assessment:
    """« dit 1, dit 3, à moitié 2 »: the points, by their rank, that an answer says or half says."""
    said = {int(n) for n in re.findall(r"\bdit (\d)", answer)}
    half = {int(n) for n in re.findall(r"à moitié (\d)", answer)}

    def status(rank: int) -> PointStatus:
        return "said" if rank in said else "partly" if rank in half else "not_said"

    points = tuple(
        PointFeedback(point=item.point, status=status(rank)) for rank, item in enumerate(question.points, start=1)
    )
    return Assessment(points=points)


ALL = "dit 1, dit 2, dit 3, dit 4"
