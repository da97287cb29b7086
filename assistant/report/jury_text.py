"""Questions of a jury and feedback on an answer as Markdown, for a terminal."""

from collections.abc import Iterator

from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.report import jury_wording as words
from assistant.report.typography import french

_STATUS = {"said": "✓ dit", "partly": "~ dit en partie", "not_said": "✗ non dit"}


def questions_as_markdown(questions: QuestionSet) -> str:
    """Return the questions, what a good answer holds and what to insist on."""
    blocks = (block for rank, item in enumerate(questions.questions, start=1) for block in _question(rank, item))
    return "\n\n".join(blocks)


def _question(rank: int, item: JuryQuestion) -> Iterator[str]:
    about = f"{', '.join(item.targets)} · {words.KINDS[item.kind]} · niveau {item.level}"
    yield f"**{rank}. {french(item.question)}**  \n*{about}*"
    yield "\n".join(f"- {point}" for point in item.expected_points)
    yield "\n".join(f"> Relance : {follow_up}  " for follow_up in item.follow_ups)


def feedback_as_markdown(feedback: Assessment) -> str:
    """Return what was said and what wasn't, then the advice and the follow-up."""
    points = "\n".join(_point(item) for item in feedback.points)
    blocks = [points, "\n".join(f"- {french(advice)}" for advice in feedback.advice)]
    if feedback.follow_up:
        blocks.append(f"**Relance du jury :** {feedback.follow_up}")
    return "\n\n".join(block for block in blocks if block)


def _point(item: PointFeedback) -> str:
    line = f"- {_STATUS[item.status]} : {item.point}" + (f" – « {item.quote} »" if item.quote else "")
    return f"{line}  \n  *{french(item.reason)}*" if item.reason else line
