"""The part of the store that keeps accounts, sessions, the audit log, saved searches and when somebody last looked."""

from __future__ import annotations

from tellings.model import Account, AuditEntry, SavedSearch, SignIn
from tellings.store.tables import Tables


class AccessTables(Tables):
    """Who may use the library over the network, and what they did."""

    def accounts(self) -> list[Account]:
        """Return every account, by name."""
        rows = self._query("SELECT name, role, password, made, seen FROM accounts ORDER BY name")
        return [Account(name=n, role=r, password=p, made=m, seen=s) for n, r, p, m, s in rows]

    def account(self, name: str, /) -> Account | None:
        """Return the account of a name."""
        row = self._one("SELECT name, role, password, made, seen FROM accounts WHERE name = ?", (name,))
        return Account(name=row[0], role=row[1], password=row[2], made=row[3], seen=row[4]) if row else None

    def put_account(self, account: Account, /) -> None:
        """Keep an account, or replace the one of that name."""
        values = (account.name, account.role, account.password, account.made, account.seen)
        self._write([(
            "INSERT INTO accounts (name, role, password, made, seen) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            " role = excluded.role, password = excluded.password, made = excluded.made, seen = excluded.seen", values,
        )])  # fmt: skip

    def remove_account(self, name: str, /) -> None:
        """Take an account out, its sessions with it."""
        self._write([("DELETE FROM sign_ins WHERE name = ?", (name,)), ("DELETE FROM accounts WHERE name = ?", (name,))])

    def sign_in(self, key: str, /) -> SignIn | None:
        """Return the session of a key."""
        row = self._one("SELECT key, name, made, expires FROM sign_ins WHERE key = ?", (key,))
        return SignIn(key=row[0], name=row[1], made=row[2], expires=row[3]) if row else None

    def put_sign_in(self, sign_in: SignIn, now: str, /) -> None:
        """Keep a session; those that have expired by `now` go."""
        values = (sign_in.key, sign_in.name, sign_in.made, sign_in.expires)
        self._write([
            ("DELETE FROM sign_ins WHERE expires < ?", (now,)),
            ("INSERT INTO sign_ins (key, name, made, expires) VALUES (?, ?, ?, ?)", values),
        ])  # fmt: skip

    def drop_sign_ins(self, *, key: str | None = None, name: str | None = None) -> None:
        """End a session, or all of somebody's."""
        column, value = ("key", key) if key is not None else ("name", name)
        self._write([(f"DELETE FROM sign_ins WHERE {column} = ?", (value,))])

    def put_audit(self, at: str, who: str, what: str, detail: str = "", /) -> None:
        """Write a line of the audit log; nothing takes one out."""
        self._write([("INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", (at, who, what, detail))])

    def audit(self, limit: int, before: int | None = None, /) -> list[AuditEntry]:
        """Return the latest lines of the audit log, the newest first; `before` is a number that they lie below."""
        rows = self._query(
            "SELECT number, at, who, what, detail FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
            (before if before is not None else 1 << 62, limit),
        )
        return [AuditEntry(number=n, at=at, who=who, what=what, detail=detail) for n, at, who, what, detail in rows]

    def saved(self, who: str | None = None, /) -> list[SavedSearch]:
        """Return the searches that somebody (None: anybody) saved, the oldest first."""
        columns = "SELECT number, who, name, query, kind, made, seen FROM saved"
        rows = self._query(f"{columns} ORDER BY number") if who is None else self._query(
            f"{columns} WHERE who = ? ORDER BY number", (who,)
        )  # fmt: skip
        fields = ("number", "who", "name", "query", "kind", "made", "seen")
        return [SavedSearch(**dict(zip(fields, row, strict=True))) for row in rows]

    def put_saved(self, saved: SavedSearch, /) -> int:
        """Keep a saved search (a number of 0 makes a new one) and return its number."""
        values = (saved.who, saved.name, saved.query, saved.kind, saved.made, saved.seen)
        with self._transaction():
            if saved.number:
                self._write([(
                    "UPDATE saved SET who = ?, name = ?, query = ?, kind = ?, made = ?, seen = ? WHERE number = ?",
                    (*values, saved.number),
                )])  # fmt: skip
                return saved.number
            found = self._one("SELECT coalesce(max(number), 0) + 1 FROM saved")
            number = int(found[0]) if found else 1
            insert = "INSERT INTO saved (number, who, name, query, kind, made, seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
            self._write([(insert, (number, *values))])
        return number

    def remove_saved(self, number: int, who: str, /) -> None:
        """Take a saved search of somebody out."""
        self._write([("DELETE FROM saved WHERE number = ? AND who = ?", (number, who))])

    def look(self, who: str, /) -> tuple[str, str] | None:
        """Return when somebody last said that they have seen everything, and the time before that."""
        row = self._one("SELECT at, before FROM looks WHERE who = ?", (who,))
        return (row[0], row[1]) if row else None

    def put_look(self, who: str, at: str, /) -> None:
        """Keep that somebody has seen everything by now."""
        self._write([(
            "INSERT INTO looks (who, at, before) VALUES (?, ?, ?)"
            " ON CONFLICT (who) DO UPDATE SET at = excluded.at, before = looks.at", (who, at, at),
        )])  # fmt: skip

    def secret(self, name: str, fresh: str, /) -> str:
        """Return the secret of a name; the fresh one is kept where there was none."""
        self._write([("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (f"secret.{name}", fresh))])
        row = self._one("SELECT value FROM meta WHERE key = ?", (f"secret.{name}",))
        return str(row[0]) if row else fresh
