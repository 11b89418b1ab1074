"""The layout keeps to the limits in CONTRIBUTING.md."""

from __future__ import annotations

from collections import Counter

from tests.structure.count_modules import ASSIGN, requests_entered
from tests.structure.modules import all_modules, import_circles, import_closure

MOST_LINES, FEWEST_LINES = 300, 25
MOST_MODULES = 20
# A row, what storage answers and what HTTP shows of one thing share its name.
LAYERS_THAT_SHARE_NAMES = ("models.", "service.api.", "service.web.routes.")
TYPE_VARIABLES = {"Item", "Result"}


def test_no_module_is_too_long() -> None:
    long = {name: module.lines for name, module in all_modules().items()}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_module_of_the_service_is_too_short_to_open() -> None:
    short = [
        name
        for name, module in all_modules().items()
        if name.startswith("service.")
        and module.lines < FEWEST_LINES
        and module.path.name not in ("__init__.py", "__main__.py")
    ]
    assert short == []


def test_no_folder_has_too_many_modules() -> None:
    folders = Counter(
        module.path.parent for module in all_modules().values() if not module.is_package
    )
    assert {folder: n for folder, n in folders.items() if n > MOST_MODULES} == {}


def test_imports_make_no_circle() -> None:
    assert import_circles(all_modules()) == []


def test_no_public_name_is_defined_in_two_modules() -> None:
    owners: dict[str, list[str]] = {}
    for name, module in all_modules().items():
        if not name.startswith(LAYERS_THAT_SHARE_NAMES):
            for public in module.public_names() - TYPE_VARIABLES:
                owners.setdefault(public, []).append(name)
    assert {public: names for public, names in owners.items() if len(names) > 1} == {}


def test_a_submitted_article_enters_few_modules_of_storage() -> None:
    # The goal of issue 11, the audit trail, two for stories, the rows of quotations that archives
    # make without a database, and one for corrections:
    # `python -m tests.structure.count_modules` lists them.
    entered = {request: len(modules) for request, modules in requests_entered().items()}
    assert max(entered.values()) <= 25, entered


def test_the_module_that_assigns_quotes_imports_few_others() -> None:
    imported = import_closure(ASSIGN, all_modules())
    # `models` is imported whole: a table of another room makes this module no harder to read.
    assert len({name for name in imported if not name.startswith("models")}) <= 27
