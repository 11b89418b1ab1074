"""Types of queries and rows whose columns the code around them knows better than the checker."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
