"""What is in use, and whether it works: `jury-coach doctor`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.coach import Coach
from assistant.progress import unreported
from assistant.referential.model import Exam
from assistant.settings import EMBEDDED_MODEL, Settings, get_settings

if TYPE_CHECKING:
    from assistant.search.embedding_adapter import Adapter


@dataclass(frozen=True)
class Check:
    """One part of the program."""

    part: str
    used: str
    works: bool
    problem: str = ""


def examine(settings: Settings | None = None) -> list[Check]:
    """Try every part and say what came of it."""
    coach = Coach(settings or get_settings())
    parts: tuple[tuple[str, Callable[[Coach], str]], ...] = (
        ("référentiel", _referential),
        ("modèle de recherche", _embedder),
        ("index", _index),
        ("modèle de langage", _language_model),
        ("réponse", _answer),
        ("lecture des brouillons", _reading),
        ("modèle de relecture", _draft_embedder),
        ("relecture", _review),
        ("réponses à voix haute", _speech),
    )
    return [_check(name, part, coach) for name, part in parts]


def _check(name: str, part: Callable[[Coach], str], coach: Coach) -> Check:
    try:
        return Check(name, part(coach), True)
    except Exception as error:  # the doctor reports every illness
        return Check(name, "", False, str(error) or type(error).__name__)


def _referential(coach: Coach) -> str:
    referential = coach.referential
    return f"{referential.title} : {len(referential.exams)} épreuves, {len(referential.criteria)} critères"


def _embedder(coach: Coach) -> str:
    vector = coach.embedder.embed_questions(["Qu’attend le jury ?"])[0]
    if coach.settings.embedding_model == EMBEDDED_MODEL:
        _verify(coach)
        return f"multilingual-e5-small embarqué, ONNX 8 bits, {len(vector)} dimensions"
    return f"{coach.settings.embedding_model}, {len(vector)} dimensions"


def _verify(coach: Coach, adapter: "Adapter | None" = None) -> None:
    """Raises ValueError where the embedded model is no longer what was built."""
    from assistant.search.embedding_build import embedded_model, verify_hashes

    if not verify_hashes(embedded_model(coach.settings.data, unreported, adapter)):
        raise ValueError("le modèle embarqué ne correspond plus à son empreinte : supprimez-le, il sera reconstruit")


def _draft_embedder(coach: Coach) -> str:
    from assistant.search.embedder import judges_settings
    from assistant.search.embedding_adapter import find_adapter

    adapter = find_adapter(coach.settings.corpus)
    if adapter is None:
        return "le modèle de recherche : ce référentiel n’a pas d’adaptation"
    vector = coach.draft_embedder.embed_passages(["Le prix compte pour 40 points sur 100."])[0]
    if judges_settings(coach.settings).embedding_model == EMBEDDED_MODEL:
        _verify(coach, adapter)
    return f"multilingual-e5-small adapté (LoRA, rang {adapter.rank}, {_layers(adapter)}), {len(vector)} dimensions"


def _layers(adapter: "Adapter") -> str:
    count = len(adapter.layers)
    return f"{count} couches" if count > 1 else "une couche"


def _index(coach: Coach) -> str:
    return f"Chroma et BM25, {coach.searcher.size} textes, dans {coach.settings.data}"


def _language_model(coach: Coach) -> str:
    """Calls the model; its key is never shown."""
    model = coach.language_model
    if model is None:
        return "aucun : réponses citées, composées sans modèle de langage"
    from assistant.language.capabilities import probe

    found = probe(model)
    return f"{model.name}, {model.recipient} : {found.in_french()}"


def _answer(coach: Coach) -> str:
    answer = coach.ask(f"Qu’attend le jury pour {_written_exam(coach)} ?")
    if not answer.citations:
        raise ValueError("la question d’essai n’a pas reçu de citation")
    return f"{len(answer.citations)} citations en {answer.elapsed_ms:.0f} ms"


def _reading(coach: Coach) -> str:
    from shutil import which

    document = coach.read(b"Le prix compte pour 40 points sur 100.", "essai.txt")
    if not document.passages:
        raise ValueError("le brouillon d’essai n’a pas été lu")
    ocr = "avec reconnaissance des scans" if which("tesseract") else "sans reconnaissance des scans (tesseract absent)"
    return f"DOCX, PDF, PPTX, ODT, ODP, MD, HTML, TXT, {ocr}"


def _review(coach: Coach) -> str:
    review = coach.review(b"Le prix compte pour 40 points sur 100.", exam=_written_exam(coach), name="essai.txt")
    if not coach.judge.trained:
        return "passages retrouvés, sans verdict : rien n’a été appris de ce référentiel"
    verdicts = sum(criterion.verdict in {"covered", "partial", "missing"} for criterion in review.criteria)
    if verdicts != len(review.criteria):
        raise ValueError("un critère du brouillon d’essai n’a pas été jugé")
    return f"{verdicts} critères jugés en {review.elapsed_ms:.0f} ms"


def _written_exam(coach: Coach) -> str:
    """The exam with the greatest share of criteria that a written draft is judged on."""

    def share(exam: Exam) -> float:
        return sum(criterion.evidence == "written" for criterion in exam.criteria) / len(exam.criteria)

    return max(coach.referential.exams, key=share).id


def _speech(coach: Coach) -> str:
    if coach.settings.speech_model is None:
        return "aucune : aucun modèle de transcription n’est configuré"
    coach.transcriber.load()
    return (
        f"faster-whisper, modèle de {coach.settings.speech_model}, {coach.settings.speech_max_seconds} secondes au plus"
    )
