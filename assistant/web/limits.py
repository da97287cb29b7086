"""How much one session, and one address, may ask for in a minute: counted in memory, in a window that moves."""

import ipaddress
import math
import time
from enum import StrEnum

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.report.typography import french
from assistant.settings import Settings
from assistant.web.owners import Owner

_LOGINS_PER_MINUTE = 10
_UPLOADS_A_REVIEW = 2
_COHORT_DRAFTS_A_REVIEW = 6
"""A batch is sent one draft after the other, so that it can't take more than its turn."""
_TOO_MANY = "Vous envoyez beaucoup de demandes en peu de temps : attendez {wait}, puis réessayez. Rien n’est perdu."


class Kind(StrEnum):
    """What is counted."""

    REQUESTS = "requests"
    """Everything but the page's own files."""
    QUESTIONS = "questions"
    """A question to the coach, questions of a jury, an answer that is assessed or transcribed."""
    REVIEWS = "reviews"
    COHORT_DRAFTS = "cohort_drafts"
    UPLOADS = "uploads"
    LOGINS = "logins"


class Limits:
    """Counts what each one asks for. An address may do as much as several sessions: a school has one for all."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing has been asked for yet."""
        self._people = settings.people_per_address
        self._per_minute = {
            Kind.REQUESTS: settings.requests_per_minute,
            Kind.QUESTIONS: settings.questions_per_minute,
            Kind.REVIEWS: settings.reviews_per_minute,
            Kind.COHORT_DRAFTS: settings.reviews_per_minute * _COHORT_DRAFTS_A_REVIEW,
            Kind.UPLOADS: settings.reviews_per_minute * _UPLOADS_A_REVIEW,
            Kind.LOGINS: _LOGINS_PER_MINUTE,
        }
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, kind: Kind, owner: Owner) -> int:
        """Count one of a kind for an owner and its address; return the seconds to wait where it is too much, else 0.

        Who has to wait doesn't count for the address: one session can't use up what the others may do.
        """
        per_minute = self._per_minute[kind]
        waiting = self.wait_for(kind, f"session {owner.id}", per_minute)
        return waiting or self.wait_for(kind, f"address {_net(owner.address)}", per_minute * self._people)

    def wait_for(self, kind: Kind, key: str, per_minute: int | None = None) -> int:
        """The same for any key, such as the name of an account. A limit of 0 is none."""
        per_minute = self._per_minute[kind] if per_minute is None else per_minute
        if per_minute <= 0:
            return 0
        item = RateLimitItemPerMinute(per_minute)
        if self._window.hit(item, kind.value, key):
            return 0
        reset = self._window.get_window_stats(item, kind.value, key).reset_time
        return max(1, math.ceil(reset - time.time()))


def too_many(seconds: int) -> str:
    """Return the sentence for whoever has to wait."""
    return french(_TOO_MANY.format(wait="une seconde" if seconds == 1 else f"{seconds} secondes"))


def _net(address: str) -> str:
    """An address as it is counted: of IPv6, the part that one subscriber has for all of their devices."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.IPv6Network((int(parsed), 64), strict=False))
