"""Politeness: no host is asked more often than its pace allows, whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Mapping


class Pace:
    """Hands out moments at which a host may be asked. Safe to use from several threads."""

    def __init__(self, seconds: float, *, asked: Mapping[str, float] | None = None) -> None:
        """Take the seconds between two requests to one host, and when each was last asked."""
        self.seconds = seconds
        self._lock = threading.Lock()
        self._delays: dict[str, float] = {}
        self._asked: dict[str, float] = dict(asked or {})
        self._held: dict[str, float] = {}

    def delay(self, host: str) -> float:
        """Return the seconds between two requests to a host."""
        return max(self.seconds, self._delays.get(host, 0.0))

    def slow(self, host: str, delay: float) -> None:
        """Keep at least `delay` seconds between two requests to a host."""
        with self._lock:
            self._delays[host] = delay

    def hold(self, host: str, until: float) -> None:
        """Do not ask a host before a moment."""
        with self._lock:
            self._held[host] = max(until, self._held.get(host, 0.0))

    def free_at(self, host: str, now: float) -> float:
        """Return when a host may be asked next."""
        last = self._asked.get(host)
        # A clock that was set back must not stop the watch: a request that lies in the future is as if made now.
        next_one = now if last is None else min(last, now) + self.delay(host) if last <= now else self._after(host, last, now)
        return max(now, next_one, self._held.get(host, 0.0))

    def note(self, host: str, now: float) -> None:
        """Count the time between two requests from now on: one was made, or answered, later than it might have been."""
        with self._lock:
            self._asked[host] = max(now, self._asked.get(host, now)) if self._asked.get(host, now) - now < 3600 else now

    def _after(self, host: str, last: float, now: float) -> float:
        return last + self.delay(host) if last - now <= 100 * self.delay(host) else now + self.delay(host)

    def reserve(self, host: str, now: float) -> float:
        """Return when the caller may ask the host, and count that request."""
        with self._lock:
            start = self.free_at(host, now)
            self._asked[host] = start
            return start

    def asked(self) -> dict[str, float]:
        """Return when each host was, or is to be, asked last."""
        with self._lock:
            return dict(self._asked)
