"""The page with a hosted model that plays a script: `python -m tests.web.agent_app`.

It reviews the draft, asks two questions on its weak points, looks up a duration, and puts the results into words. Each
of its calls takes a second.
"""

from langchain_core.messages import BaseMessage

from assistant.language.model import LanguageModel, Limits
from assistant.settings import get_settings
from assistant.web.preparation import Preparation
from assistant.web.serving.server import serve_page
from tests.coaching.conversing.fakes import ToolChat, calls
from tests.language.fakes import Step
from tests.web.stub_app import StubCoach

DURATION = "Combien de temps dure l’oral de veille ?"
WORDS = "Voici votre relecture :\n\n[1]\n\nDeux questions sur ce qui manque :\n\n[2]\n\nLa durée de l’oral :\n\n[3]"


class StepChat(ToolChat):
    """Plays the step that comes after as many results as it is told: the same for every window."""

    def _script(self, messages: list[BaseMessage]) -> list[Step]:
        return self.scripts[sum(message.type == "tool" for message in messages)]


class AgentPreparation(Preparation):
    def __init__(self) -> None:
        super().__init__(get_settings())
        steps = [
            [1.0, *calls(("review_dossier", {"exam": "C3.3"}))],
            [1.0, *calls(("jury_questions", {"count": 2, "weak_points": True}))],
            [1.0, *calls(("search_referential", {"question": DURATION}))],
            [1.0, WORDS],
        ]
        chat = StepChat(scripts=steps, profile={"tool_calling": True})
        self.with_model = StubCoach(get_settings(), report=self._hear)
        self.with_model.__dict__["language_model"] = LanguageModel(chat, limits=Limits(), hosted=True)
        self.coach = self.with_model.without_model()


if __name__ == "__main__":
    serve_page(get_settings(), AgentPreparation())
