"""Paths, modules, commands, targets and links that the pages name are there."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer
import typer.main

from service.cli import app
from service.evaluation.__main__ import benchmarks
from service.evaluation.command import evaluations
from service.training.__main__ import trainings
from tests.structure.modules import ROOT, all_modules

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`|^ {4}(.+)$", re.MULTILINE | re.DOTALL)
FOLDERS = "service|models|migrations|seeds|tests|requirements|docs"
FILE_NAME = re.compile(r"(?<![\w/.-])\w+\.py\b")
FILE_PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./-]*")
DOTTED = re.compile(r"(?<![\w/.-])(?:service|models|tests)(?:\.\w+)+")
RUN_MODULE = re.compile(r"python -m ((?:service|tests)[\w.]*)(?: ([a-z][\w-]*))?")
TARGET = re.compile(r"(?<![\w-])make ([a-z][\w-]*)")
# After `docker run` the image has the name of the command.
COMMAND = re.compile(
    r"(?<![\w/.'-])(?:\.venv/bin/)?onrecord (?!onrecord\b)([a-z][\w-]*)(?: ([a-z][\w-]*))?"
)
TYPE = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def code_in(page: Path) -> Iterator[str]:
    """Yield the code of a page: its blocks and what is within backticks."""
    for found in CODE.finditer(page.read_text("utf-8")):
        yield next(part for part in found.groups() if part is not None)


def names(page: Path, pattern: re.Pattern[str]) -> set[str]:
    return {name for code in code_in(page) for name in pattern.findall(code)}


def exists(dotted: str) -> bool:
    """Say whether a dotted name is a module, or something in one."""
    module, rest = dotted, list[str]()
    while module and not module_path(module):
        module, _, last = module.rpartition(".")
        rest.insert(0, last)
    found: object = importlib.import_module(module) if rest and module else None
    for name in rest:
        found = getattr(found, name, None)
    return found is not None or not rest


def module_path(dotted: str) -> Path | None:
    path = ROOT.joinpath(*dotted.split("."))
    for candidate in (path / "__init__.py", path.with_suffix(".py")):
        if candidate.is_file():
            return candidate
    return path if path.is_dir() else None


def is_command(name: str, second: str) -> bool:
    """Say whether `onrecord` has a command, and a group of commands the second word."""
    command = commands_of(app).get(name)
    commands = (
        commands_of(evaluations) if name == "evaluate" else getattr(command, "commands", None)
    )
    return command is not None and (not commands or not second or second in commands)


def commands_of(group: typer.Typer) -> Mapping[str, object]:
    commands: Mapping[str, object] = getattr(typer.main.get_command(group), "commands", {})
    return commands


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_paths_exist(page: Path) -> None:
    paths = {path.rstrip(".") for path in names(page, FILE_PATH)}
    missing = {path for path in paths if not (ROOT / path).exists()}
    known = {path.name for folder in FOLDERS.split("|") for path in (ROOT / folder).rglob("*.py")}
    assert sorted(missing | (names(page, FILE_NAME) - known)) == []


def test_modules_and_what_is_in_them_exist(page: Path) -> None:
    assert [name for name in sorted(names(page, DOTTED)) if not exists(name)] == []


def test_modules_that_are_run_can_be_run(page: Path) -> None:
    commands = {"service.evaluation": benchmarks, "service.training": trainings}
    found = {match.groups() for code in code_in(page) for match in RUN_MODULE.finditer(code)}
    for name, command in found:
        path = module_path(name)
        assert path, name
        runs = path.parent / "__main__.py" if path.name == "__init__.py" else path
        assert runs.is_file(), name
        assert runs.name == "__main__.py" or "__main__" in runs.read_text("utf-8"), name
        if command and name in commands:
            assert command in commands_of(commands[name]), (name, command)


def test_targets_of_make_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    assert names(page, TARGET) - targets == set()


def test_contributing_names_every_target_of_make() -> None:
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert names(ROOT / "CONTRIBUTING.md", TARGET) == set(" ".join(targets).split())


def test_commands_exist(page: Path) -> None:
    found = {match.groups() for code in code_in(page) for match in COMMAND.finditer(code)}
    assert [pair for pair in found if not is_command(pair[0], pair[1] or "")] == []


def test_the_readme_names_every_command_and_every_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, command in commands_of(app).items():
        for second in getattr(command, "commands", {None: None}):
            whole = f"{name} {second}" if second else name
            assert f"onrecord {whole}`" in readme or f"`{whole}`" in readme, whole
    for page in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{page.name})" in readme, page.name


def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_names_in_the_glossary_and_paths_in_the_drawing_exist() -> None:
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    defined = {name for module in all_modules().values() for name in module.public_names()}
    in_the_code = re.findall(r"^\|.*\| ([^|]+) \|$", page, re.MULTILINE)
    named = {name for cell in in_the_code for name in re.findall(r"`(\w+)`", cell)}
    types = {name for code in code_in(ROOT / "docs" / "design.md") for name in TYPE.findall(code)}
    assert named - defined == set()
    assert types - defined == set()
    drawings = "".join(re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    paths = re.findall(r"\b[a-z_]+/[\w/]+\.py", drawings)
    assert [path for path in paths if not list((ROOT / "service").rglob(path))] == []


def test_what_is_not_there_is_noticed() -> None:
    assert exists("service.dedup.stored_form.VERSION")
    assert not exists("service.dedup.stored_form.NO_SUCH_NAME")
    assert not exists("service.no_such_module")
    assert is_command("speakers", "import")
    assert not is_command("speakers", "export")
    assert not is_command("nothing", "")
