"""The référentiel for machines (the contract's JSON) and for people (Markdown)."""

from assistant.referential.model import Exam, Referential


def referential_as_json(referential: Referential) -> dict[str, object]:
    """Return the whole model as `jury-coach referential show --json` prints it."""
    return {
        "title": referential.title,
        "level": referential.level,
        "certifier": referential.certifier,
        "activities": [item.model_dump(mode="json") for item in referential.activities],
        "competences": [
            {"id": item.id, "activity": item.activity, "text": item.verbatim} for item in referential.competences
        ],
        "exams": [_exam_as_json(exam) for exam in referential.exams],
    }


def _exam_as_json(exam: Exam) -> dict[str, object]:
    return {
        "id": exam.id,
        "activity": exam.activity,
        "competences": list(exam.competences),
        "modalities": exam.plain_modalities,
        "deliverables": list(exam.deliverables),
        "expected_elements": [item.model_dump(mode="json") for item in exam.expected_elements],
        "format": exam.format.model_dump(mode="json"),
        "criteria": [item.model_dump(mode="json") for item in exam.criteria],
    }


def referential_as_markdown(referential: Referential) -> str:
    """Return the référentiel as a text to read."""
    lines = [f"# {referential.title} ({referential.level}, {referential.certifier})"]
    for activity in referential.activities:
        lines += ["", f"## {activity.id} — {activity.title}", ""]
        lines += [f"- {task}" for task in activity.tasks]
        for competence in referential.competences:
            if competence.activity == activity.id:
                lines += ["", f"**{competence.id}** {competence.verbatim}"]
        for exam in referential.exams_of_activity(activity.id):
            lines += ["", f"### Épreuve {exam.id}", ""]
            lines += [f"{line}  " for line in exam.lines]
            lines += ["", "Critères :", ""]
            lines += [f"{criterion.n}. {criterion.text}" for criterion in exam.criteria]
    return "\n".join(lines)
