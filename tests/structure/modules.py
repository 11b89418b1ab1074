"""Reads the code as text: modules, their imports, and the public names that they define."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "models")


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    name: str
    """Its dotted name; that of the package for `__init__`."""
    path: Path

    @cached_property
    def text(self) -> str:
        """The file as it stands."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file parsed."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.text.splitlines())

    @property
    def is_package(self) -> bool:
        """Whether this is the door of a package."""
        return self.path.name == "__init__.py"

    def imports(self, known: Mapping[str, Module]) -> set[str]:
        """Return the names of known modules that this one imports, wherever the line stands."""
        found: set[str] = set()
        for node in _running(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                modules = inner & known.keys()
                found |= modules
                if len(modules) < len(inner):
                    found.add(node.module)
        return (found & known.keys()) - {self.name}

    def public_names(self) -> set[str]:
        """Return the classes, functions, constants and aliases that others may import."""
        found: set[str] = set()
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.add(node.target.id)
        return {name for name in found if not name.startswith("_")}


def all_modules() -> dict[str, Module]:
    """Return every module of `service` and `models` by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = Module(name, path)
    return found


def import_closure(start: str, known: Mapping[str, Module]) -> set[str]:
    """Return all modules that importing `start` reads, without `start` and without packages."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for name in known[ahead.pop()].imports(known) - found:
            found.add(name)
            ahead.append(name)
    return {name for name in found if not known[name].is_package} - {start}


def import_circles(known: Mapping[str, Module]) -> list[list[str]]:
    """Return the strongly connected components of more than one module (Tarjan, 1972)."""
    edges = {name: sorted(module.imports(known)) for name, module in known.items()}
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in edges[name]:
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            circle = stack[at:]
            del stack[at:]
            if len(circle) > 1:
                circles.append(sorted(circle))

    for name in edges:
        if name not in order:
            visit(name)
    return circles


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`, which never run."""
    ahead: list[ast.AST] = [tree]
    while ahead:
        node = ahead.pop()
        yield node
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
                ahead += child.orelse
            else:
                ahead.append(child)
