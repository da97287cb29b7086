"""The model within its limits, as LangChain sees it: for what calls chat models by itself, as agents do."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from assistant.progress import Cancelled, never

if TYPE_CHECKING:
    from langchain_core.language_models import LanguageModelInput


class LimitedChat(BaseChatModel):
    """Passes each call to a `LanguageModel`, with the tools that it is bound to."""

    model: Any
    """A LanguageModel; its own type would need the class when this one is made."""
    cancelled: Cancelled = never
    meter: Any = None

    @property
    def _llm_type(self) -> str:
        return "limited"

    def bind_tools(
        self, tools: "Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool]", **_kwargs: Any
    ) -> "Runnable[LanguageModelInput, AIMessage]":
        """Return the same model, which may call the tools."""
        return self.bind(tools=list(tools))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = self.model.call(messages, kwargs.get("tools", ()), cancelled=self.cancelled, meter=self.meter)
        return ChatResult(generations=[ChatGeneration(message=message)])
