from assistant.language.model import LanguageModel, make_model
from assistant.language.notice import notice_of
from assistant.settings import Settings
from tests.language.fakes import ScriptedChat

HOSTED = Settings(llm="mistralai:mistral-small-latest", llm_base_url=None)


def test_a_hosted_model_says_who_gets_what() -> None:
    notice = notice_of(make_model(HOSTED), masked=True)
    assert notice is not None
    assert notice.hosted
    for language in ("fr", "en"):
        text = notice.explained(language)  # type: ignore[arg-type]
        assert "Mistral AI (api.mistral.ai)" in text
    for word in ("questions", "brouillons", "réponses au jury blanc", "masqués"):
        assert word in notice.explained()
    assert "ne sont pas masqués" in notice_of(make_model(HOSTED), masked=False).explained()  # type: ignore[union-attr]


def test_a_local_model_says_that_nothing_leaves() -> None:
    notice = notice_of(LanguageModel(ScriptedChat(scripts=[["oui"]])), masked=True)
    assert notice is not None
    assert notice.explained() == "Modèle local : rien ne quitte cette machine."
    assert not notice.line("draft")
    assert notice_of(None, masked=True) is None


def test_a_line_says_what_is_masked() -> None:
    notice = notice_of(make_model(HOSTED), masked=True)
    assert notice is not None
    assert "noms et coordonnées masqués" in notice.line("draft")
    assert "noms et coordonnées compris" in notice.line("answer")
    assert "Mistral AI (api.mistral.ai)" in notice.line("question")


def test_what_was_agreed_to_is_told_apart() -> None:
    other = HOSTED.model_copy(update={"llm_base_url": "https://proxy.example/v1"})
    keys = {notice_of(make_model(HOSTED), masked=masked).key for masked in (True, False)}  # type: ignore[union-attr]
    keys.add(notice_of(make_model(other), masked=True).key)  # type: ignore[union-attr]
    assert len(keys) == 3
