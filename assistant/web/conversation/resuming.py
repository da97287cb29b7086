"""Going on with a conversation after the service has restarted: what the page shows is what the service knows again."""

from typing import Any

import gradio as gr

from assistant.web.conversation.cards import texts_of


def build_resuming(interface: gr.ChatInterface) -> None:
    """Add what the page's script triggers once the service is back: until then the page alone has the conversation."""
    bell = gr.HTML(
        "", elem_id="resume", padding=False, apply_default_css=False, js_on_load="window.juryService.connect(trigger);"
    )

    def resume(shown: list[dict[str, Any]] | None) -> tuple[Any, Any]:
        # The new service knows nothing of what cards stand for: of each, its plain twin goes on.
        texts = [(message.get("role"), texts_of(message.get("content"))) for message in shown or []]
        kept = [{"role": role, "content": text} for role, text in texts if role in {"user", "assistant"} and text]
        return kept, kept

    known = [interface.chatbot_state, interface.chatbot_value]
    bell.click(resume, interface.chatbot, known, show_progress="hidden", api_visibility="private")
