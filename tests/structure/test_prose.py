"""Prose holds to the rules in CONTRIBUTING.md that a machine can check."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.modules import ROOT

# What stands between double quotes is an example.
EXAMPLE = re.compile(r'"[^"]*"')
BANNED = re.compile(r"\b(?:anew|told|whoever|nobody|for\s+ever|so\s+many)\b", re.IGNORECASE)
MODULES = sorted((ROOT / "service").rglob("*.py"))
PAGES = sorted((ROOT / "docs").rglob("*.md"))
CODE = re.compile(r"^( *)```.*?^\1```|`[^`\n]+`|^ {4,}(?![-*|]|\d+\.).*$", re.MULTILINE | re.DOTALL)
ARROW = re.compile(r"\s->\s")
MOST_WITHOUT_ARGS = 3
ENTRY = re.compile(r"^ {4}\**\w+: ([a-z])", re.MULTILINE)
ROUTERS = ("router", "app", "benchmarks", "evaluations", "trainings")
"""Objects whose decorators make routes and commands. These describe each parameter themselves."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield each comment with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield each docstring with its line, those of attributes among them. Data is left out."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield node.lineno, text


def arrows_of_effects(source: str) -> Iterator[tuple[int, str]]:
    """Yield the functions that return nothing and whose docstring begins with an arrow."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function) and returns_none(node):
            first = (ast.get_docstring(node) or "").partition("\n\n")[0]
            if ARROW.search(first):
                yield node.lineno, node.name


def returns_none(function: Function) -> bool:
    return isinstance(function.returns, ast.Constant) and function.returns.value is None


def public_functions(body: list[ast.stmt]) -> Iterator[Function]:
    """Yield the public functions of a module, and the public methods of its public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def is_described_elsewhere(function: Function) -> bool:
    """Return whether this is a route or a command."""
    names = (ast.unparse(decorator).partition(".")[0] for decorator in function.decorator_list)
    by_decorator = any(name in ROUTERS for name in names)
    annotations = (ast.unparse(each.annotation) for each in function.args.args if each.annotation)
    # The options of a command carry their help in their annotations.
    return by_decorator or any("typer." in annotation for annotation in annotations)


def without_args(source: str) -> Iterator[tuple[int, str]]:
    """Yield the public functions of four or more parameters without `Args:`."""
    for function in public_functions(ast.parse(source).body):
        given = function.args
        names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        count = len([name for name in names if name not in {"self", "cls"}])
        described = "Args:" in (ast.get_docstring(function) or "")
        if count > MOST_WITHOUT_ARGS and not described and not is_described_elsewhere(function):
            yield function.lineno, function.name


def lower_case_args(source: str) -> Iterator[str]:
    """Yield the functions whose `Args:` have an entry that begins with a small letter."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            _, _, entries = (ast.get_docstring(node) or "").partition("Args:\n")
            if ENTRY.search(entries.partition("\n\n")[0]):
                yield node.name


def prose_of(page: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a page with their lines. Code is left out."""
    text = CODE.sub(lambda found: "\n" * found.group().count("\n"), page)
    for paragraph in re.finditer(r"(?:.+\n?)+", text):
        yield text.count("\n", 0, paragraph.start()) + 1, paragraph.group()


def found_in(prose: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    return [
        (line + text.count("\n", 0, word.start()), word.group())
        for line, whole in prose
        for text in [EXAMPLE.sub(lambda found: "\n" * found.group().count("\n"), whole)]
        for word in BANNED.finditer(text)
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_docstrings_and_comments_hold_no_banned_word(path: Path) -> None:
    source = path.read_text("utf-8")
    assert found_in(comments(source)) + found_in(docstrings(source)) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_an_effect_is_said_with_a_verb(path: Path) -> None:
    assert list(arrows_of_effects(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_four_parameters_are_described(path: Path) -> None:
    assert list(without_args(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_descriptions_of_parameters_begin_with_a_capital(path: Path) -> None:
    assert list(lower_case_args(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_hold_no_banned_word(path: Path) -> None:
    assert found_in(prose_of(path.read_text("utf-8"))) == []


def test_prose_is_noticed_and_data_is_not() -> None:
    source = 'X = ("nobody",)\n# Nobody\nx = 1\n"""for\never"""\n'
    assert found_in(comments(source)) == [(2, "Nobody")]
    assert found_in(docstrings(source)) == [(4, "for\never")]
    assert found_in(iter([(1, '"He told\nus", told again')])) == [(2, "told")]
    assert found_in(prose_of("One\ntwo told `anew`.\n\n```\nso many\n```\n")) == [(2, "told")]


def test_an_arrow_is_noticed() -> None:
    source = 'def f() -> None:\n    """A -> b."""\n\n\ndef g() -> int:\n    """A -> b."""\n'
    assert list(arrows_of_effects(source)) == [(1, "f")]


def test_parameters_without_a_description_are_noticed() -> None:
    source = "class A:\n    def f(self, a, b, *, c, d): ...\n\n\n"
    route = "@router.get('/')\ndef g(a, b, c, d): ...\n"
    assert list(without_args(source + route)) == [(2, "f")]
    assert list(
        lower_case_args('def f(a):\n    """F.\n\n    Args:\n        a: the a.\n    """\n')
    ) == ["f"]
