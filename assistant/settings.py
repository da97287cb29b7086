"""Every option of the program, read once from the environment (`ASSISTANT_…`) or a `.env` file."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EMBEDDED_MODEL = "embedded"
"""Value of `embedding_model` for the model that the program builds itself, without a hub."""

E5_PROMPTS = {"embedding_query_prompt": "query: ", "embedding_passage_prompt": "passage: "}
"""What the embedded model was taught to see before a question and before a text."""

_PROJECT = Path(__file__).resolve().parent.parent


SHIPPED_CORPUS = _PROJECT / "corpus" / "iseg-manager-strategie-marketing-digitale"
"""The référentiel that comes with the program."""

SHIPPED_PROMPTS = _PROJECT / "prompts"
"""What the language model is told, as it comes with the program."""


class Settings(BaseSettings):
    """The options. Their names in the environment are `ASSISTANT_` + the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True)

    corpus: Path = Field(
        default=SHIPPED_CORPUS,
        description="Folder of the référentiel: its text, phrasings, facts and intents.",
    )
    data: Path = Field(
        default_factory=lambda: user_data_path("jury-coach", appauthor=False),
        description="Folder where the embedding model and the search index are built and kept.",
    )
    embedding_model: str = Field(
        default=EMBEDDED_MODEL,
        description="`embedded`, or the name or folder of any sentence-transformers model.",
    )
    embedding_query_prompt: str = Field(
        default=E5_PROMPTS["embedding_query_prompt"], description="Put before a question."
    )
    embedding_passage_prompt: str = Field(
        default=E5_PROMPTS["embedding_passage_prompt"], description="Put before an indexed text."
    )
    chroma_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s@]+/?$",
        description="A Chroma server that holds the index’s vectors, as `http://127.0.0.1:8000`; else they are in `data`.",
    )
    chroma_token: SecretStr | None = Field(
        default=None, description="Token that the server, or the proxy before it, asks for (`Authorization: Bearer`)."
    )
    threads: int = Field(default=2, ge=1, le=64, description="Processor threads of the embedding model.")
    host: str = Field(default="127.0.0.1", description="Address that the page is served on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port of the page; 0 lets the system choose.")
    auth_file: Path | None = Field(
        default=None, description="File of accounts, made by `jury-coach account add`; with it, people log in."
    )
    login_hours: float = Field(default=12, gt=0, description="How long a login lasts.")
    feedback_file: Path | None = Field(
        default=None, description="File of the opinions that people agree to give; without it none are asked for."
    )
    feedback_days: int = Field(default=365, ge=1, description="How long an opinion is kept.")
    root_path: str = Field(
        default="",
        pattern=r"^((https?://[^/\s]+)?(/[\w.~-]+)+)?$",
        description="Folder that a proxy serves the page from, as `/jury`; the proxy takes it off the addresses.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Addresses of the proxies whose `X-Forwarded-…` headers are believed, with commas between them.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Lines of the served page: `text` to be read, `json` one object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What the served page tells of itself; never a word of a person."
    )
    metrics: bool = Field(default=False, description="Serve figures for Prometheus at `/metrics`.")
    mcp: bool = Field(default=False, description="Serve the five endpoints as MCP tools too, at `/gradio_api/mcp`.")
    shutdown_seconds: float = Field(
        default=20, ge=0, le=600, description="How long work under way may go on when the page is told to stop."
    )
    question_max_characters: int = Field(
        default=4000, ge=100, description="A longer question is refused with a sentence that says so."
    )
    answer_max_characters: int = Field(
        default=8000,
        ge=100,
        description="A longer answer to a jury's question is refused with a sentence that says so.",
    )
    history_max_turns: int = Field(
        default=20, ge=0, description="Messages of the conversation that a question can lean on."
    )
    history_max_characters: int = Field(
        default=200_000, ge=0, description="Characters of them, the latest first; what is older is left out."
    )
    concurrency: int = Field(default=4, ge=1, description="Questions that the page answers at the same time.")
    draft_max_megabytes: float = Field(default=15, gt=0, description="A larger draft is refused.")
    draft_max_pages: int = Field(default=400, ge=1, description="A draft of more pages or slides is refused.")
    draft_max_seconds: float = Field(default=60, gt=0, description="Reading a draft may take so long.")
    draft_max_memory_megabytes: int = Field(default=1500, ge=300, description="Memory that reading a draft may take.")
    requests_per_minute: int = Field(
        default=600, ge=0, description="What a session may send in a minute, all told; 0 is no limit."
    )
    questions_per_minute: int = Field(
        default=60, ge=0, description="Questions and answers that a session may send in a minute; 0 is no limit."
    )
    reviews_per_minute: int = Field(
        default=10, ge=0, description="Reviews that a session may begin in a minute; 0 is no limit."
    )
    people_per_address: int = Field(
        default=20, ge=1, description="An address may do as much as so many sessions at their limits."
    )
    allowed_hosts: str = Field(
        default="",
        description="Names under which the page may be asked for, with commas between them; empty is any.",
    )
    frame_ancestors: str = Field(
        default="",
        pattern=r"^(https?://[\w.*:-]+(\s+https?://[\w.*:-]+)*)?$",
        description="Sites that may show the page within theirs, with spaces between them; empty is none.",
    )
    speech_model: Path | None = Field(
        default=None,
        description="Folder of a faster-whisper (CTranslate2) model; with it, answers of a mock oral can be spoken.",
    )
    speech_max_seconds: int = Field(default=180, ge=10, le=1800, description="A longer recording is refused.")
    llm: str | None = Field(
        default=None,
        pattern=r"^(mistralai|openai|anthropic|google_genai|ollama):\S+$",
        description="Language model, as `provider:model`; without one, answers are composed of quotations.",
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key of the model's service; else that of the provider's own variable."
    )
    llm_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="Address of the service, where it isn't the provider's own: any OpenAI-compatible server.",
    )
    llm_temperature: float | None = Field(
        default=0.2, ge=0, le=2, description="0 words answers most evenly; none leaves it to the service."
    )
    llm_max_tokens: int = Field(default=2000, ge=16, description="Tokens that an answer of the model may take.")
    llm_seconds: float = Field(default=60, gt=0, description="Time limit of a whole call to the model.")
    llm_first_seconds: float | None = Field(
        default=None,
        gt=0,
        description="Time limit until its first words; by default 10 for a model on another machine, 30 on this one.",
    )
    llm_retries: int = Field(default=2, ge=0, le=10, description="New tries after a fault that may pass.")
    llm_requests_per_minute: float | None = Field(default=None, gt=0, description="Calls a minute; none is no limit.")
    llm_concurrency: int = Field(default=4, ge=1, le=64, description="Calls at the same time.")
    llm_context_tokens: int | None = Field(
        default=None, ge=512, description="Tokens that the model can take in; else what is known of the model."
    )
    llm_input_price: float | None = Field(default=None, ge=0, description="Euros a million tokens sent.")
    llm_output_price: float | None = Field(default=None, ge=0, description="Euros a million tokens received.")
    llm_mask: bool = Field(
        default=True, description="Mask names and addresses in drafts before a model on another machine reads them."
    )
    llm_for_programs: bool = Field(
        default=False,
        description="Let a model on another machine answer programs that call the page; nobody is asked there.",
    )
    prompts: Path = Field(default=SHIPPED_PROMPTS, description="Folder of what the model is told.")
    confidence_to_stand: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="A verdict that is less probable is « à vérifier »; by default what calibration found.",
    )

    @field_validator(
        "chroma_url",
        "chroma_token",
        "feedback_file",
        "speech_model",
        "llm",
        "llm_api_key",
        "llm_base_url",
        "llm_temperature",
        "llm_first_seconds",
        "llm_requests_per_minute",
        "llm_context_tokens",
        "llm_input_price",
        "llm_output_price",
        mode="before",
    )
    @classmethod
    def _none_where_empty(cls, value: object) -> object:
        return value if value != "" else None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the options of this process."""
    return Settings()
