"""Accounts of a library that is read over the network: passwords, roles, the audit log."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime
from functools import cache

from msgspec import structs

from tellings.errors import AccessError
from tellings.model import ROLES, AccessRole, Account
from tellings.store import Store

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
SHORTEST = 10
"""Characters of a password; longer ones are better than odd ones (NIST SP 800-63B)."""
LONGEST = 1024
COST, BLOCK, PARALLEL = 1 << 15, 8, 3
"""Parameters of scrypt: 32 MB, about a quarter of a second (OWASP's password storage cheat sheet)."""
OPERATOR = "command line"
"""Who the audit log names for what was done on the machine itself."""


def now() -> str:
    """Return the time as the store keeps it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hash_password(password: str) -> str:
    """Return a salted scrypt hash with its parameters."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${base64.b64encode(salt).decode()}${base64.b64encode(made).decode()}"


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    room = 256 * cost * block
    words = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(words, salt=salt, n=cost, r=block, p=parallel, maxmem=room, dklen=32)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe(16))


def password_fits(account: Account | None, password: str) -> bool:
    """Tell whether a password is that of an account; takes as long where there is no such account."""
    kept = account.password if account else _nobody()
    _, cost, block, parallel, salt, made = kept.split("$")
    found = _scrypt(password[:LONGEST], base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(made)) and account is not None


def add(store: Store, name: str, *, role: str, password: str, by: str = OPERATOR) -> Account:
    """Make an account. Raises AccessError where the name is taken or odd, the role unknown or the password short."""
    if not NAME.fullmatch(name):
        raise AccessError(f"{name!r} cannot be a name", hint="use small letters, digits and . _ @ -, at most 64")
    if store.account(name) is not None:
        raise AccessError(f"there is an account {name!r}", hint="`tellings users role` changes its role")
    account = Account(name=name, role=_role(role), password=_hashed(password), made=now())
    store.put_account(account)
    store.put_audit(now(), by, "account added", f"{name}, {role}")
    return account


def remove(store: Store, name: str, *, by: str = OPERATOR) -> None:
    """Take an account out and end its sessions. Raises AccessError where there is none."""
    _known(store, name)
    store.remove_account(name)
    store.put_audit(now(), by, "account removed", name)


def set_role(store: Store, name: str, role: str, *, by: str = OPERATOR) -> Account:
    """Give an account another role and end its sessions. Raises AccessError."""
    account = structs.replace(_known(store, name), role=_role(role))
    store.put_account(account)
    store.drop_sign_ins(name=name)
    store.put_audit(now(), by, "role changed", f"{name}, {role}")
    return account


def set_password(store: Store, name: str, password: str, *, by: str = OPERATOR) -> Account:
    """Give an account another password and end its sessions. Raises AccessError."""
    account = structs.replace(_known(store, name), password=_hashed(password))
    store.put_account(account)
    store.drop_sign_ins(name=name)
    store.put_audit(now(), by, "password changed", name)
    return account


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessError(f"a password has {SHORTEST} to {LONGEST} characters", hint="several words together are a good one")
    return hash_password(password)


def _known(store: Store, name: str) -> Account:
    account = store.account(name)
    if account is None:
        raise AccessError(f"there is no account {name!r}", hint="`tellings users list` names them")
    return account


def _role(role: str) -> AccessRole:
    if role not in ROLES:
        raise AccessError(f"{role!r} is no role", hint=f"roles are {', '.join(ROLES)}")
    return role
