"""Every error that Tellings raises on purpose.

    TellingsError
    ├── InputError            something given to the program cannot be used
    │   ├── MissingInput      no such file or folder
    │   ├── UnreadableInput   it is there, but cannot be opened or decoded
    │   ├── EmptyInput        it holds no text, or a folder holds no pages
    │   ├── BinaryInput       it is not text
    │   ├── OversizedInput    a limit on size, depth or line length is passed
    │   ├── MalformedRow      a JSON Lines or table row is not what it should be
    │   └── DuplicateId       two inputs carry the same id
    ├── FetchError            something on the web cannot be fetched
    │   └── ForbiddenAddress  an address that is never asked: private, of another scheme, with a password in it
    ├── FeedError             no such feed among those that are watched, or one that cannot be watched
    ├── SettingsError         a setting has an unknown name or an impossible value
    ├── PipelineError         the stages do not fit together, or a stage broke its word
    ├── EngineError           a worker could not be started, died or ran out of time
    ├── StoreError            the library on disk cannot be used
    ├── QueryError            a search is badly formed; says where
    ├── StoryError            no such story, or a page that is not in it; a correction that cannot be made
    └── AccessError           no such account, or the application may not be opened so

Each says what failed, on what, why, and what to do; the parts are attributes as well as text.
"""

from __future__ import annotations


class TellingsError(Exception):
    """Say what failed (`what`), on what (`where`), why (`why`) and what to do (`hint`)."""

    kind = "error"

    def __init__(self, what: str, *, where: str = "", why: str = "", hint: str = "") -> None:
        self.what, self.where, self.why, self.hint = what, where, why, hint
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Return the whole error as one line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.why:
            text += f" ({self.why})"
        if self.hint:
            text += f"; {self.hint}"
        return " ".join(text.split())

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _rebuild, (type(self), self.what, self.where, self.why, self.hint)


def _rebuild(cls: type[TellingsError], what: str, where: str, why: str, hint: str) -> TellingsError:
    return cls(what, where=where, why=why, hint=hint)


class InputError(TellingsError):
    """Something given to the program cannot be used; `key` is the id that it came with, where it had one."""

    kind = "input"
    key: str | None = None


class MissingInput(InputError):
    """No such file or folder."""

    kind = "missing"


class UnreadableInput(InputError):
    """The input is there, but cannot be opened or decoded."""

    kind = "unreadable"


class EmptyInput(InputError):
    """The input holds no text, or a folder holds no pages."""

    kind = "empty"


class BinaryInput(InputError):
    """The input is not text."""

    kind = "binary"


class OversizedInput(InputError):
    """A limit on size, nesting depth or line length is passed."""

    kind = "oversized"


class MalformedRow(InputError):
    """A JSON Lines or table row is not what it should be."""

    kind = "malformed-row"


class DuplicateId(InputError):
    """Two inputs carry the same id."""

    kind = "duplicate-id"


class FetchError(TellingsError):
    """Something on the web cannot be fetched.

    `reason` is one word for what went wrong: address, name, connection, tls, time, size, protocol, truncated, encoding,
    redirects or status; `status` is the HTTP status where there was one, `retry_after` the seconds that the server asks for,
    `address` the last address that was asked.
    """

    kind = "fetch"
    reason = "connection"

    def __init__(
        self, what: str, *, where: str = "", why: str = "", hint: str = "", reason: str = "", status: int | None = None,
        retry_after: float | None = None, address: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(what, where=where, why=why, hint=hint)
        self.reason = reason or type(self).reason
        self.status, self.retry_after, self.address = status, retry_after, address


class ForbiddenAddress(FetchError):
    """An address that is never asked: private, of another scheme, with a password in it."""

    kind = "forbidden-address"
    reason = "address"


class FeedError(TellingsError):
    """No such feed among those that are watched, or one that cannot be watched."""

    kind = "feed"


class SettingsError(TellingsError):
    """A setting has an unknown name or an impossible value."""

    kind = "settings"


class PipelineError(TellingsError):
    """The stages do not fit together, or a stage broke its word."""

    kind = "pipeline"


class EngineError(TellingsError):
    """A worker could not be started, died or ran out of time."""

    kind = "engine"


class StoreError(TellingsError):
    """The library on disk cannot be used."""

    kind = "store"


class QueryError(TellingsError):
    """A search is badly formed; `at` is the place in it, counted in characters."""

    kind = "query"
    at: int | None = None


class StoryError(TellingsError):
    """No such story, or a page that is not in it; a correction that cannot be made."""

    kind = "story"


class AccessError(TellingsError):
    """No such account, or the application may not be opened so."""

    kind = "access"
