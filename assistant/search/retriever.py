"""The search as a LangChain retriever. It stands apart because LangChain's import takes half a second."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict


class EntryRetriever(BaseRetriever):
    """The search as a LangChain retriever: documents hold the source's wording of an entry."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Any
    referential: Any
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        entries = [(found.target.entry, found) for found in self.searcher.search(query)]
        return [
            Document(
                page_content=self.referential.verbatim(key),
                metadata={"id": key.id, "kind": key.kind.value, "score": found.probability},
            )
            for key, found in entries
            if key is not None
        ][: self.k]
