"""What Gradio keeps of windows, which it would keep until two thousand others came: dropped with their names."""

from typing import TYPE_CHECKING, Any

from assistant.web.serving.names import Names

if TYPE_CHECKING:
    import gradio as gr


class GradioMemory:
    """The values that the parts of a window showed, and the messages that nobody fetched."""

    def __init__(self, page: "gr.Blocks", names: Names) -> None:
        """Take the page, and the names that are in use."""
        self._page = page
        self._names = names
        self._orphans: set[str] = set()

    def forget(self, name: str) -> None:
        """Drop what there is of a window, or of an event that had none."""
        for kept in self._kept():
            kept.pop(name, None)

    def sweep(self, now: float) -> None:
        """Drop what came after its name was forgotten, as of a review that ended late.

        What has no name is dropped the second time only: an event may begin before it is known whose it is.
        """
        orphans = {name for kept in self._kept() for name in list(kept) if name not in self._names}
        for name in orphans & self._orphans:
            self.forget(name)
        self._orphans = orphans

    def _kept(self) -> tuple[dict[str, Any], ...]:
        page, queue = self._page, self._page._queue
        return (
            page.state_holder.session_data,
            page.state_holder.time_last_used,
            queue.pending_messages_per_session,
            queue.pending_event_ids_session,
            page.pending_streams,
            page.pending_diff_streams,
        )
