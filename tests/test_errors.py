"""Errors: one line that says what, where, why and what to do; they travel between processes."""

from __future__ import annotations

import inspect
import pickle

from tellings import errors
from tellings.errors import BinaryInput, TellingsError


def test_an_error_is_one_line_with_its_parts() -> None:
    error = BinaryInput("not text", where="a.txt", why="it holds\nnull bytes", hint="give a text file")
    assert error.message == "a.txt: not text (it holds null bytes); give a text file"
    assert (error.what, error.where, error.kind) == ("not text", "a.txt", "binary")


def test_an_error_survives_pickling() -> None:
    error = BinaryInput("not text", where="a.txt", why="x", hint="y")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is BinaryInput
    assert back.message == error.message


def test_kinds_are_unique_and_the_tree_is_drawn() -> None:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, TellingsError)]
    assert len({c.kind for c in classes}) == len(classes)
    assert all(c.__name__ in (errors.__doc__ or "") for c in classes)
