import re
from datetime import date
from itertools import pairwise

import pytest

from assistant.coaching.reviewing.comparing import compare
from assistant.coaching.reviewing.review import CriterionReview, ExpectedElementReview, Quote, Review
from assistant.coaching.reviewing.review_summary import summary_of
from assistant.dossier.model import Document, DraftWarning, Passage, PassageKind
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Referential
from assistant.report.content import report_of
from assistant.web.review.comparison_html import comparison_html
from assistant.web.review.downloads import file_stem
from assistant.web.review.draft_html import draft_html
from assistant.web.review.review_html import body_html, head_html
from tests.web.markup import HOSTILE, Tags

ALLOWED = set(
    "a article aside bdi blockquote button circle dd details div dl dt h2 h3 h4 h5 header li ol p path q section span strong summary svg "
    "table tbody td th thead tr ul".split()
)


def make_review(
    referential: Referential, knowledge: Knowledge, exam_id: str = "C3.3", *, better: bool = False
) -> Review:
    exam = referential.exam(exam_id)
    verdicts = ["covered", "partial", "missing"]
    criteria = tuple(
        CriterionReview(
            id=item.id,
            n=item.n,
            text=item.text,
            evidence_kind=item.evidence,
            verdict="not_assessable" if item.evidence != "written" else "covered" if better else verdicts[item.n % 3],  # type: ignore[arg-type]
            confidence=0.5,
            to_check=item.n % 3 == 1,
            evidence=(Quote(quote=HOSTILE, page=2, heading=HOSTILE, passage=7),),
            found=("un élément",),
            missing=("un autre",),
            advice="Faites-le.",
            against=(Quote(quote=HOSTILE, passage=8),),
        )
        for item in exam.criteria
    )
    return Review(
        file=f"{HOSTILE}.docx",
        exam=exam_id,
        exam_source="detected",
        pages=3,
        words=100,
        passages=9,
        criteria=criteria,
        expected_elements=(
            ExpectedElementReview(label="les délais", present="partial", evidence=criteria[0].evidence),
        ),
        warnings=(DraftWarning(kind="hidden_text", message="Caché.", quote=HOSTILE),),
        summary=summary_of(exam, knowledge.vocabulary.exams[exam_id].title, criteria),
    )


@pytest.mark.parametrize("exam_id", ["C3.3", "C2.1-C2.6"])
def test_a_review_on_the_page_holds_only_our_mark_up(
    referential: Referential, knowledge: Knowledge, exam_id: str
) -> None:
    review = make_review(referential, knowledge, exam_id)
    report = report_of(review, referential, None, date(2026, 3, 1))
    html = head_html(review, report, 1) + body_html(review, report)
    parsed = Tags(html)
    assert parsed.tags <= ALLOWED
    assert not {name for name in parsed.attributes if name.startswith("on")}
    assert "<script>alert(2)</script> \"'> ${x} {{y}}" in parsed.text
    for criterion in review.criteria:
        assert html.count(f'id="criterion-{criterion.n}"') == 1
        assert criterion.text in parsed.text
    assert html.count('class="criterion"') == sum(
        item.evidence == "written" for item in referential.exam(exam_id).criteria
    )
    assert 'data-passage="7"' in html


def test_titles_stand_in_their_order(referential: Referential, knowledge: Knowledge) -> None:
    review = make_review(referential, knowledge, "C2.1-C2.6")
    report = report_of(review, referential, None, date(2026, 3, 1))
    levels = [int(level) for level in re.findall(r"<h(\d)", head_html(review, report, 1) + body_html(review, report))]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(3) == 6


def test_what_moved_is_shown(referential: Referential, knowledge: Knowledge) -> None:
    comparison = compare(make_review(referential, knowledge), make_review(referential, knowledge, better=True))
    parsed = Tags(comparison_html(comparison))
    assert parsed.tags <= ALLOWED
    assert "Absent → Couvert" in parsed.text
    assert "Partiel → Couvert" in parsed.text


def test_the_text_of_a_draft_keeps_its_form_and_its_places() -> None:
    kinds = [
        (PassageKind.HEADING, {}),
        (PassageKind.PARAGRAPH, {}),
        (PassageKind.LIST_ITEM, {}),
        (PassageKind.LIST_ITEM, {}),
        (PassageKind.TABLE_ROW, {"table": 1, "cells": ("Lot", "Poids"), "columns": ("Lot", "Poids")}),
        (PassageKind.TABLE_ROW, {"table": 1, "cells": (HOSTILE, "45 %"), "columns": ("Lot", "Poids")}),
        (PassageKind.TABLE_ROW, {"table": 2, "cells": ("seul",)}),
        (PassageKind.NOTE, {"page": 2}),
        (PassageKind.COMMENT, {"page": 2}),
        (PassageKind.PARAGRAPH, {"page": 2, "hidden": True}),
    ]
    passages = tuple(
        Passage(index=index, kind=kind, text=f"{index} {HOSTILE}", **{"page": 1, **extra})  # type: ignore[arg-type]
        for index, (kind, extra) in enumerate(kinds)
    )
    html = draft_html(Document(file=HOSTILE, format="docx", passages=passages, pages=2))
    parsed = Tags(html)
    assert parsed.tags <= ALLOWED
    assert not {name for name in parsed.attributes if name.startswith("on")}
    for passage in passages:
        assert html.count(f'id="passage-{passage.index}"') == 1
    assert html.count("<table>") == 2
    assert html.count('<th scope="col">') == 2
    assert html.count("<ul>") == 1
    assert [parsed.text.index(mark) for mark in ("Page 1", "Page 2", "Note", "Commentaire", "Texte caché")] == sorted(
        parsed.text.index(mark) for mark in ("Page 1", "Page 2", "Note", "Commentaire", "Texte caché")
    )


def test_a_download_has_a_name_that_every_system_takes(referential: Referential, knowledge: Knowledge) -> None:
    review = make_review(referential, knowledge)
    assert re.fullmatch(r"relecture-C3\.3-[a-z0-9-]+", file_stem(review))
    named = review.model_copy(update={"file": "Mon dossier (été) n° 2.docx"})
    assert file_stem(named) == "relecture-C3.3-mon-dossier-ete-n-2"
    assert file_stem(review.model_copy(update={"file": "???.docx"})) == "relecture-C3.3"
