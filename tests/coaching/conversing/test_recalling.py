"""Long conversations: what is summarised, what is dropped of a summary, what stays where the model fails."""

from assistant.coaching.asking.answer import Turn
from assistant.coaching.conversing.recalling import KEPT, recall
from assistant.coaching.conversing.recollection import Recollection
from assistant.language.model import LanguageModel, Limits
from tests.language.fakes import ScriptedChat, StatusError


def turns(count: int) -> list[Turn]:
    return [
        Turn(role="user" if n % 2 == 0 else "assistant", content=f"Message {n} : l’oral de C3.3 dure 30 minutes.")
        for n in range(count)
    ]


def model_of(*scripts: list[object]) -> tuple[LanguageModel, ScriptedChat]:
    chat = ScriptedChat(scripts=list(scripts))
    return LanguageModel(chat, limits=Limits(seconds=2, first_seconds=1, retries=0)), chat


def test_short_conversations_are_not_summarised() -> None:
    model, chat = model_of(["Non."])
    assert recall(model, turns(KEPT + 5), Recollection()) == Recollection()
    assert chat.calls == []


def test_only_what_stands_in_the_messages_is_kept() -> None:
    model, chat = model_of(
        [
            "Le candidat prépare C3.3. L’oral dure 30 minutes. Il dure aussi 45 minutes. ",
            "Il a dit « je suis prêt ». Il vise C5.3.",
        ]
    )
    found = recall(model, turns(14), Recollection())
    assert found.text == "Le candidat prépare C3.3. L’oral dure 30 minutes."
    assert found.count == 14 - KEPT
    sent = str(chat.calls[0][-1].content)
    assert "<<<TEXTE" in sent
    assert "Message 7" in sent
    assert "Message 8" not in sent


def test_a_summary_grows_with_the_conversation_and_begins_anew_when_it_was_edited() -> None:
    model, chat = model_of(["Premier résumé."], ["Second résumé."], ["Troisième résumé."])
    first = recall(model, turns(14), Recollection())
    assert recall(model, turns(16), first) is first
    second = recall(model, turns(20), first)
    assert second.text == "Second résumé."
    sent = str(chat.calls[1][-1].content)
    assert "Premier résumé." in sent
    assert "Message 7" not in sent
    edited = [Turn(role="user", content="Autre chose."), *turns(20)[1:]]
    assert recall(model, edited, second).text == "Troisième résumé."
    assert "Second résumé." not in str(chat.calls[2][-1].content)


def test_where_the_model_fails_what_was_known_stays() -> None:
    model, _ = model_of([StatusError(400)])
    before = Recollection()
    assert recall(model, turns(20), before) is before
    unsupported, _ = model_of(["L’oral dure 90 minutes."])
    assert recall(unsupported, turns(20), before) is before
