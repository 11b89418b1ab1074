"""`onrecord openapi`, and `onrecord evaluate`, which hands its arguments on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.errors import OnRecordError
from service.terminal.output import open_output


def openapi(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write.")] = None,
) -> None:
    """Print the OpenAPI document of this version, as YAML."""
    from service.api.openapi import render_openapi

    with open_output(output) as sink:
        sink.write(render_openapi())


def evaluate(context: typer.Context) -> None:
    """Measure attributions, speakers or quotes against people's: see `evaluate --help`."""
    try:
        from service.evaluation.command import evaluations
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("service.evaluation"):
            raise
        raise OnRecordError(
            "Evaluation is not part of this installation. Run it in a checkout of the repository."
        ) from None
    evaluations(args=context.args, prog_name="onrecord evaluate")
