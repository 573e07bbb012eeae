"""Faults of a definition: its file and line, the sort of error, and no word of a report."""

from __future__ import annotations

import importlib
import sys

import pytest

from dragon_prep.core.definitions import fault_of, own_faults
from dragon_prep.core.errors import ErrorCode, InputFault, UsageFault
from dragon_prep.core.package import HOME, definitions_home
from dragon_prep.core.spans import Span

KIND = ErrorCode("E998", "of no use", "Nothing.")

SOURCE = """\
from dragon_prep.core.spans import Span


def quotes(cell):
    raise KeyError(cell)


def unknown_name(cell):
    return not_defined


def unknown_member(cell):
    return cell.lowr()


def bad_span(cell):
    return Span(3, 2, cell)


def bad_call(cell):
    return quotes(cell, more=1)


def through_a_helper(cell):
    return quotes(cell)
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my_task.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(folder))
    yield importlib.import_module("my_task")
    del sys.modules["my_task"]


def said(function, *, at=None):
    """Line and detail of the fault of a function that fails on a cell."""
    try:
        function("Jansen")
    except Exception as error:  # noqa: BLE001 - whatever a definition raises
        error.__traceback__ = error.__traceback__.tb_next  # this test is no part of it
        fault = fault_of(error, "T901 fails", at)
        assert fault.place.file == "mine/my_task.py"
        return fault.place.row, fault.detail
    raise AssertionError


def test_where_a_definition_fails_and_what_may_be_said(module):
    assert said(module.quotes) == (5, "T901 fails: KeyError")
    name = "T901 fails: NameError: name 'not_defined' is not defined"
    assert said(module.unknown_name) == (9, name)
    member = "T901 fails: AttributeError: 'str' object has no attribute 'lowr'"
    assert said(module.unknown_member) == (13, member)
    assert said(module.through_a_helper) == (5, "T901 fails: KeyError")


def test_calls_and_our_own_words_are_repeated_only_while_loading(module):
    assert said(module.bad_call) == (21, "T901 fails: TypeError")
    detail = "T901 fails: TypeError: quotes() got an unexpected keyword argument 'more'"
    assert said(module.bad_call, at="my_task") == (21, detail)
    assert said(module.bad_span) == (17, "T901 fails: ValueError")
    assert said(module.bad_span, at="my_task") == (17, "T901 fails: ValueError: not a span: [3, 2)")
    assert said(module.quotes, at="my_task") == (5, "T901 fails: KeyError")


@pytest.mark.parametrize(
    "error",
    [
        TypeError("f() missing 2 required positional arguments: 'a' and 'b'"),
        TypeError("A.f() takes 1 positional argument but 2 were given"),
        TypeError("A.f.<locals>.g() got an unexpected keyword argument 'a'"),
    ],
)
def test_what_python_says_of_calls_is_repeated(error):
    fault = fault_of(error, "x", "my_task")
    assert fault.detail == f"x: TypeError: {error}"
    assert str(fault.place) == "my_task"
    assert fault_of(error, "x").detail == "x: TypeError"


def test_other_words_are_not_repeated():
    for error in (TypeError("Jansen() is 5"), ValueError("Jansen"), NameError("Jansen")):
        assert fault_of(error, "x", lambda: None).detail == f"x: {type(error).__name__}"


@pytest.mark.parametrize(
    ("error", "repeated"),
    [
        (ImportError("cannot import name 'my_task' from 'a.b' (/home/jansen)"), True),
        (ModuleNotFoundError("No module named 'my_task'"), True),
        (AttributeError("module 'a.b' has no attribute 'my_task'"), True),
        (AttributeError("type object 'a' has no attribute 'my_task'"), True),
        (AttributeError("the cohort has no field 'my_task'"), True),
        (NameError("name 'my_task' is not defined"), True),
        (KeyError("name 'my_task' is not defined"), False),
        (NameError("name 'jansen' is not defined"), False),
    ],
)
def test_names_that_stand_in_the_line_are_repeated(error, repeated):
    fault = fault_of(error, "x", "my_task")
    named = str(error).partition(" (")[0]
    words = f"x: {type(error).__name__}"
    assert fault.detail == (f"{words}: {named}" if repeated else words)


def test_grammar_is_told_with_its_line(tmp_path):
    broken = tmp_path / "mine" / "broken.py"
    with pytest.raises(SyntaxError) as raised:
        compile("x = 1\ny = (\n", str(broken), "exec")
    fault = fault_of(raised.value, "it cannot be read")
    assert (str(fault.place), fault.kind.code) == ("mine/broken.py, line 2", "E118")
    assert fault.detail == f"it cannot be read: {raised.value.msg}"
    for name in ("<string>", None):
        error = SyntaxError("Jansen", (name, 1, 1, ""))
        assert fault_of(error, "x", lambda: None).detail == "x: SyntaxError"


def test_the_function_is_to_blame_where_no_line_is():
    def own(cell):
        return cell

    place = fault_of(ValueError("Jansen"), "x", own).place
    assert place.file == "core/test_definitions.py"
    assert place.row == own.__code__.co_firstlineno
    nowhere = fault_of(ValueError("Jansen"), "x", len).place
    assert (nowhere.file, nowhere.row) == ("", None)


def test_own_faults_lets_through_what_is_no_fault_of_a_definition(module):
    with own_faults("T901", None):
        pass
    with pytest.raises(InputFault), own_faults("T901", None):
        raise InputFault(KIND)
    with pytest.raises(KeyError), own_faults("T901", None, allowed=(KeyError,)):
        module.quotes("Jansen")
    with pytest.raises(UsageFault, match="T901 fails: KeyError"), own_faults("T901", None):
        module.quotes("Jansen")
    with pytest.raises(UsageFault) as raised, own_faults("T901", module.quotes):
        Span(3, 2, "x")
    # This very test is what was called first.
    assert raised.value.place.file == "core/test_definitions.py"


def test_homes():
    assert (HOME / "core" / "package.py").is_file()
    assert (definitions_home() / "cohorts").is_dir()
