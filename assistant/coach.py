"""`Coach`: the one object that a program, the command line and the page talk to."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.coaching.asking.answer import EXTRACTIVE, Answer, Turn
from assistant.progress import Cancelled, Progress, Report, never, unreported, unseen
from assistant.referential.knowledge import Knowledge, load_knowledge
from assistant.referential.loading import load_referential
from assistant.referential.model import Referential
from assistant.referential.wording import whole
from assistant.settings import Settings, get_settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.coaching.asking.composing import Composer
    from assistant.coaching.asking.understander import Understander
    from assistant.coaching.asking.wording.wording import Wording
    from assistant.coaching.assessing.assessment import Assessment
    from assistant.coaching.assessing.assessor import Assessor
    from assistant.coaching.assessing.listener import Listener
    from assistant.coaching.conversing.converser import Converser
    from assistant.coaching.nearness import Nearness
    from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
    from assistant.coaching.questioning.questioner import Questioner
    from assistant.coaching.reviewing.reading_cache import ReadingCache
    from assistant.coaching.reviewing.review import Review
    from assistant.coaching.reviewing.reviewer import Reviewer
    from assistant.coaching.reviewing.second_reader import SecondReader
    from assistant.dossier.limits import ReadingLimits
    from assistant.dossier.model import Document
    from assistant.judging.judge import Judge
    from assistant.judging.untrained import UntrainedJudge
    from assistant.language.model import LanguageModel
    from assistant.referential.question_bank import Level
    from assistant.search.embedder import Embedder
    from assistant.search.retriever import EntryRetriever
    from assistant.search.searcher import Searcher
    from assistant.search.vector_store import VectorStore
    from assistant.speech.transcriber import Transcriber


class Coach:
    """Answers questions on the référentiel.

    Nothing is loaded before it is needed: the référentiel in a tenth of a second, the model and the index at
    the first question. Everything is loaded once, whichever thread asks first.
    """

    def __init__(self, settings: Settings | None = None, report: Report = unreported) -> None:
        """Take the settings (those of the environment by default); `report` hears about long work."""
        self.settings = settings or get_settings()
        self._report = report
        self._lock = threading.RLock()

    @cached_property
    def referential(self) -> Referential:
        """The référentiel. Raises CorpusError when it can't be used."""
        return load_referential(self.settings.corpus)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Phrasings, facts, intents, vocabulary. Raises CorpusError when they can't be used."""
        return load_knowledge(self.settings.corpus)

    @cached_property
    def embedder(self) -> "Embedder":
        """The embedding model, built at the first use."""
        from assistant.search.embedder import make_embedder

        with self._lock:
            return make_embedder(self.settings, self._report)

    @cached_property
    def searcher(self) -> "Searcher":
        """The search over the index, built at the first use."""
        return self._open_searcher(rebuild=False)

    def _open_searcher(self, *, rebuild: bool) -> "Searcher":
        from assistant.search.index import indexed_texts, open_index
        from assistant.search.searcher import Searcher

        texts = indexed_texts(self.referential, self.knowledge)
        index = open_index(
            self.settings.data, texts, self.embedder, self._report, rebuild=rebuild, store=_store(self.settings)
        )
        return Searcher(index, self.embedder, self.referential)

    def rebuild_index(self) -> int:
        """Build the index anew and return the number of texts in it."""
        with self._lock:
            self.__dict__["searcher"] = self._open_searcher(rebuild=True)
        return self.searcher.size

    @cached_property
    def understander(self) -> "Understander":
        """What reads a question."""
        from assistant.coaching.asking.understander import Understander

        return Understander(self.referential, self.knowledge, self.searcher, self.settings.question_max_characters)

    @cached_property
    def composer(self) -> "Composer":
        """What writes an answer."""
        from assistant.coaching.asking.composing import Composer

        return Composer(self.referential, self.knowledge, self.questioner, self.settings.question_max_characters)

    @cached_property
    def wording(self) -> "Wording | None":
        """What has answers worded by the language model; None where none is configured."""
        model = self.language_model
        if model is None:
            return None
        from assistant.coaching.asking.wording.wording import Wording

        return Wording(model, self.referential)

    @property
    def engine(self) -> str:
        """The engine that words answers, as the contract names it; one that failed is not that of its answer."""
        return EXTRACTIVE if self.language_model is None else self.language_model.engine

    @property
    def ready(self) -> bool:
        """Tell whether the first answer needs no more loading."""
        return "understander" in self.__dict__ and "composer" in self.__dict__

    def prepare(self) -> None:
        """Load everything that the first answer needs."""
        with self._lock:
            # The model opens in C and the index in Python: side by side they take half the time.
            embedder = self.embedder
            opening = threading.Thread(target=embedder.embed_questions, args=(["Bonjour"],), name="opening the model")
            opening.start()
            _ = self.understander, self.composer
            opening.join()

    def ask(
        self, question: str, history: Iterable[Turn | Mapping[str, str]] = (), *, review: "Review | None" = None
    ) -> Answer:
        """Answer a question, in the light of the conversation so far; `review` is that of the person's draft.

        `history` holds the messages in their order, as `Turn` or as `{"role": …, "content": …}`. Raises
        CorpusError, WeightsError or OSError when the program can't be made ready.
        """
        (answer,) = deque(self.stream(question, history, review=review), maxlen=1)
        return answer

    def stream(
        self,
        question: str,
        history: Iterable[Turn | Mapping[str, str]] = (),
        *,
        review: "Review | None" = None,
        cancelled: Cancelled = never,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, the last one whole; without a language model, the whole one alone.

        What is shown is verified; an answer that turns out to be wrong is replaced by the next one. A language model
        that fails costs its words, never the answer: `notice` then says why. `cancelled`, or closing the iterator,
        stops its call. Raises what `ask` raises.
        """
        if not self.ready:
            self.prepare()
        started = time.perf_counter()
        turns = _turns(history, self.settings)
        understanding = self.understander.understand(whole(question), turns)
        answer = self.composer.compose(understanding, review)
        wording = self.wording
        if wording is None:
            yield _timed(answer, started)
            return
        with closing(wording.stream(understanding, answer, turns, cancelled)) as answers:
            for grown in answers:
                yield _timed(grown, started)

    @cached_property
    def language_model(self) -> "LanguageModel | None":
        """The configured language model, not yet called; None where none is configured."""
        if self.settings.llm is None:
            return None
        from assistant.language.model import make_model

        with self._lock:
            return make_model(self.settings)

    @cached_property
    def converser(self) -> "Converser | None":
        """What serves messages that want several things; None where no language model is configured."""
        model = self.language_model
        if model is None:
            return None
        from assistant.coaching.conversing.converser import Converser

        titles = {exam.id: self.knowledge.vocabulary.exams[exam.id].title for exam in self.referential.exams}
        return Converser(model, titles, masked=self.settings.llm_mask)

    def without_model(self) -> "Coach":
        """Return this coach without its language model: nothing that passes through it can be sent.

        What knows no model is shared, so that nothing is loaded twice; without a model it is the coach itself.
        """
        return self if self.settings.llm is None else self._without_model

    @cached_property
    def _without_model(self) -> "Coach":
        return CoachWithoutModel(self)

    @cached_property
    def judge(self) -> "Judge | UntrainedJudge":
        """What judges drafts; where the corpus has no elements to judge by, what only finds passages."""
        from assistant.judging.judge import make_judge
        from assistant.judging.untrained import UntrainedJudge
        from assistant.referential.elements import has_elements

        with self._lock:
            if not has_elements(self.settings.corpus):
                return UntrainedJudge(self.referential, self.embedder)
            return make_judge(self.settings.corpus, self.draft_embedder)

    @cached_property
    def draft_embedder(self) -> "Embedder":
        """The model that reads drafts: with the corpus' adapter where it has one, built at the first use.

        Raises CorpusError when the adapter can't be used.
        """
        from assistant.search.embedder import judges_settings, make_embedder
        from assistant.search.embedding_adapter import find_adapter

        adapter = find_adapter(self.settings.corpus)
        if adapter is None:
            return self._judges_embedder()
        with self._lock:
            return make_embedder(judges_settings(self.settings), self._report, adapter)

    def _judges_embedder(self) -> "Embedder":
        """The plain model that the judges learnt with, whatever searches."""
        from assistant.search.embedder import is_e5_small, judges_settings, make_embedder

        if is_e5_small(self.settings.embedding_model):
            return self.embedder
        return make_embedder(judges_settings(self.settings), self._report)

    @cached_property
    def reviewer(self) -> "Reviewer":
        """What reviews drafts."""
        from assistant.coaching.reviewing.reviewer import Reviewer
        from assistant.referential.elements import load_elements

        elements = load_elements(self.settings.corpus)
        stands_at = self.settings.confidence_to_stand
        return Reviewer(self.referential, elements, self.knowledge, self.judge, stands_at, second=self.second_reader)

    @cached_property
    def second_reader(self) -> "SecondReader | None":
        """The language model that reads drafts after the judge; None where none is configured."""
        if self.language_model is None:
            return None
        from assistant.coaching.reviewing.second_reader import SecondReader

        return SecondReader(self.language_model, mask=self.settings.llm_mask)

    def exams_named(self, text: str) -> list[str]:
        """Return the exams that a code points to: « C3.3 », « c1.2 », « C5.1 & 5.2 »."""
        from assistant.referential.codes import read_codes

        keys = read_codes(text, self.referential).keys
        exams = [exam.id for key in keys if (exam := self.referential.exam_of(key)) is not None]
        return list(dict.fromkeys(exams))

    def read(
        self,
        draft: "str | Path | bytes",
        name: str | None = None,
        cancelled: Cancelled = never,
        report: Report = unreported,
    ) -> "Document":
        """Read a draft from a file or from its bytes (then `name` is the file's). Raises DraftError.

        What is said of a draft goes to `report` alone, never to what hears of the coach's own work.
        """
        from assistant.dossier.reading import read_draft

        source = Path(draft) if isinstance(draft, str) else draft
        return read_draft(source, name, limits=_limits(self.settings), report=report, cancelled=cancelled)

    def review(  # noqa: PLR0913 - the public face names each choice
        self,
        draft: "str | Path | bytes | Document",
        exam: str | None = None,
        *,
        name: str | None = None,
        progress: Progress = unseen,
        cancelled: Cancelled = never,
        readings: "ReadingCache | None" = None,
    ) -> "Review":
        """Review a draft for an exam, or for the exam that its text points to.

        `readings` keeps what the language model said, for the next draft of the same person: it holds words of the
        draft, and is theirs who gave it. Raises DraftError when it can't be read, KeyError for an unknown exam,
        ReviewCancelledError when `cancelled` says so.
        """
        from assistant.dossier.model import Document

        started = time.perf_counter()
        if isinstance(draft, Document):
            document = draft
        else:
            document = self.read(draft, name, cancelled, lambda message: progress(0.0, message))
        if "reviewer" not in self.__dict__:
            progress(0.0, "Préparation de la relecture…")
        review = self.reviewer.review(document, exam, progress, cancelled, readings)
        elapsed = (time.perf_counter() - started) * 1000
        return review.model_copy(update={"elapsed_ms": round(elapsed, 1)})

    @cached_property
    def questioner(self) -> "Questioner":
        """What chooses the questions of a mock jury."""
        from assistant.coaching.questioning.questioner import Questioner

        return Questioner(self.referential, self.settings.corpus)

    def questions(  # noqa: PLR0913 - the public face names each choice
        self,
        exam: str,
        count: int = 5,
        *,
        review: "Review | None" = None,
        competence: str | None = None,
        level: "Level | None" = None,
        seed: int | None = None,
        asked_before: str = "",
    ) -> "QuestionSet":
        """Return the questions of a mock jury for an exam, aimed at a draft's weak points where its review is given.

        None that stands in `asked_before` is asked again. The same seed gives the same questions; a language model
        words them, and may exchange some for others on the same wish, so that then the seed gives the same ground
        alone. A model that fails costs its words, never the questions: `notice` then says why. Raises KeyError for an
        unknown exam, QuestionRequestError for what doesn't fit the exam, CorpusError when there is no bank or it can't
        be read.
        """
        from assistant.coaching.questioning.questioner import QuestionRequest

        competence = None if competence is None else whole(competence)
        request = QuestionRequest(
            exam, competence=competence, level=level, count=count, seed=seed, asked_before=asked_before
        )
        asked = self.questioner.questions(request, review)
        model, problem = self._model_or_problem()
        if model is None:
            return asked.model_copy(update={"notice": problem}) if problem else asked
        from assistant.coaching.questioning.question_writer import QuestionWriter

        masks = self.settings.llm_mask
        writer = QuestionWriter(model, self.referential, self.questioner, self.nearness, masks=masks)
        return writer.write(asked, request, review)

    def _model_or_problem(self) -> "tuple[LanguageModel | None, str]":
        """The language model; None where none is configured, or where what is configured can't be one: then why."""
        from assistant.language.faults import LanguageError

        try:
            return self.language_model, ""
        except LanguageError as fault:
            return None, str(fault)

    @cached_property
    def nearness(self) -> "Nearness":
        """What compares a language model's questions with those of the bank."""
        from assistant.coaching.nearness import Nearness

        return Nearness(self._judges_embedder)

    @cached_property
    def assessor(self) -> "Assessor":
        """What assesses answers to a jury's questions."""
        from assistant.coaching.assessing.assessor import make_assessor

        with self._lock:
            return make_assessor(self.referential, self.settings.corpus, self.searcher, self._judges_embedder())

    def assess(self, exam: str, question: "str | JuryQuestion", answer: str) -> "Assessment":
        """Return what an answer holds of what a good answer to the question holds.

        A language model that fails costs its words, never the feedback: `notice` then says why. Raises KeyError for an
        unknown exam, CorpusError when what it stands on can't be read.
        """
        answer = whole(answer)
        model, problem = self._model_or_problem()
        listener = None if model is None else self._listener(model)
        if isinstance(question, str):
            feedback = self.assessor.assess(exam, whole(question), answer, listener)
        else:
            points, targets = question.points, question.targets
            feedback = self.assessor.assess_points(question.known_as, points, answer, targets, listener)
        return feedback.model_copy(update={"notice": problem}) if problem else feedback

    def _listener(self, model: "LanguageModel") -> "Listener":
        from assistant.coaching.assessing.listener import Listener

        return Listener(model, self.nearness, masks=self.settings.llm_mask)

    @cached_property
    def transcriber(self) -> "Transcriber":
        """What writes down spoken answers; its model is loaded at the first one."""
        from assistant.speech.transcriber import Transcriber

        settings = self.settings
        folder = settings.speech_model.expanduser() if settings.speech_model is not None else None
        return Transcriber(folder, settings.speech_max_seconds, settings.threads)

    @property
    def can_hear(self) -> bool:
        """Tell whether answers can be spoken: a model is configured, and what it needs is installed."""
        return not self.transcriber.problem

    def transcribe(self, audio: bytes) -> str:
        """Return what is said in a recording (WebM, Ogg, MP4, WAV), in French. Nothing of it is kept.

        Raises SpeechError, whose message is one French sentence.
        """
        return self.transcriber.transcribe(audio)

    @cached_property
    def asking(self) -> "Runnable[Any, Answer]":
        """The job of answering as a LangChain Runnable: a question, or `{"question", "history"}` → Answer."""
        from langchain_core.runnables import RunnableLambda

        def answer(given: str | Mapping[str, Any]) -> Answer:
            if isinstance(given, str):
                return self.ask(given)
            return self.ask(given["question"], given.get("history", ()))

        return RunnableLambda(answer, name="ask")

    @cached_property
    def reviewing(self) -> "Runnable[Any, Review]":
        """The job of reviewing as a LangChain Runnable: a draft, or `{"draft", "exam", "name"}` → Review."""
        from langchain_core.runnables import RunnableLambda

        def review(given: "str | Path | Document | Mapping[str, Any]") -> "Review":
            return self.review(**given) if isinstance(given, Mapping) else self.review(given)

        return RunnableLambda(review, name="review")

    @cached_property
    def questioning(self) -> "Runnable[Any, QuestionSet]":
        """The job of questioning as a LangChain Runnable: an exam, or the arguments of `questions` → QuestionSet."""
        from langchain_core.runnables import RunnableLambda

        def questions(given: str | Mapping[str, Any]) -> "QuestionSet":
            return self.questions(given) if isinstance(given, str) else self.questions(**given)

        return RunnableLambda(questions, name="questions")

    @cached_property
    def retriever(self) -> "EntryRetriever":
        """The search as a LangChain retriever."""
        from assistant.search.retriever import EntryRetriever

        return EntryRetriever(searcher=self.searcher, referential=self.referential)


class CoachWithoutModel(Coach):
    """A coach beside one that has a language model. Only what is named in `SHARED` comes from there.

    Whatever else a coach may hold is made anew, of settings that name no model: what is forgotten here costs memory,
    and sends nothing.
    """

    SHARED = (
        "referential",
        "knowledge",
        "embedder",
        "searcher",
        "understander",
        "judge",
        "draft_embedder",
        "transcriber",
        "ready",
    )

    def __init__(self, whole: Coach) -> None:
        """Stand beside a coach."""
        super().__init__(whole.settings.model_copy(update={"llm": None}), whole._report)
        self._whole = whole
        self._lock = whole._lock

    def prepare(self) -> None:
        """Prepare the coach beside."""
        self._whole.prepare()

    def rebuild_index(self) -> int:
        """Rebuild the index that both use."""
        return self._whole.rebuild_index()


for _name in CoachWithoutModel.SHARED:
    setattr(CoachWithoutModel, _name, property(attrgetter(f"_whole.{_name}")))


def _store(settings: Settings) -> "VectorStore | None":
    """Where the index's vectors live, if not in its folder."""
    if settings.chroma_url is None:
        return None
    from assistant.search.vector_store import ChromaServer

    token = settings.chroma_token
    return ChromaServer(settings.chroma_url, token.get_secret_value() if token else "")


def _limits(settings: Settings) -> "ReadingLimits":
    from assistant.dossier.limits import ReadingLimits

    return ReadingLimits(
        file_bytes=int(settings.draft_max_megabytes * 1024 * 1024),
        pages=settings.draft_max_pages,
        seconds=settings.draft_max_seconds,
        memory_bytes=settings.draft_max_memory_megabytes * 1024 * 1024,
    )


def _timed(answer: Answer, started: float) -> Answer:
    elapsed = (time.perf_counter() - started) * 1000
    return answer.model_copy(update={"elapsed_ms": round(elapsed, 1)})


def stream_text(text: str) -> Iterator[str]:
    """Yield a text as it grows, word by word: what a page shows while an answer is written."""
    end = 0
    while end < len(text):
        following = text.find(" ", end + 1)
        end = following if following > 0 else len(text)
        yield text[:end]


def _turns(history: Iterable[Turn | Mapping[str, str]], settings: Settings) -> Sequence[Turn]:
    """The latest messages, as many as a question can lean on; the first of them is cut where they are too long."""
    turns = [turn if isinstance(turn, Turn) else Turn.model_validate(turn) for turn in history]
    kept: list[Turn] = []
    room = settings.history_max_characters
    for turn in turns[: -settings.history_max_turns - 1 : -1]:
        if room <= 0:
            break
        kept.append(turn.model_copy(update={"content": turn.content[:room]}))
        room -= len(turn.content)
    return kept[::-1]
