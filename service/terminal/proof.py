"""`onrecord proof`: is each quotation of a draft real?"""

from __future__ import annotations

from contextlib import closing, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings
from service.terminal.output import STDOUT


def proof(
    draft: Annotated[Path, typer.Argument(help="The draft: a text file; - is standard input.")],
    source: Annotated[
        list[Path] | None, typer.Option(help="A text to compare it with; may be repeated.")
    ] = None,
    use_store: Annotated[
        bool, typer.Option("--use-store", help="Compare it with the stored articles, too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer of `POST /v1/proofs`.")
    ] = False,
) -> None:
    """Compare each quotation of a draft with its sources: real, cut, changed or made up?"""
    from service.api.schemas.proof_answer import to_draft_proof
    from service.api.schemas.span import OffsetUnit
    from service.commands.inputs import read_text, shown_path
    from service.commands.proof_report import print_proof
    from service.ingest.proofreader import GivenSource, Proofreader
    from service.speakers.article_reader import load_article_reader
    from service.storage.store import Store

    settings = get_settings()
    text, sources = read_text(draft), [GivenSource(text=read_text(path)) for path in source or ()]
    reader = load_article_reader(threads=settings.threads, max_characters=settings.max_characters)
    store = Store.open(settings.database_url) if use_store else None
    with closing(store) if store else nullcontext():
        proofed = Proofreader(reader, store).proof(text, sources, use_store=use_store)
    if as_json:
        answer = to_draft_proof(proofed, unit=OffsetUnit.CODEPOINT)
        typer.echo(answer.model_dump_json(indent=2))
        return
    names = [shown_path(path) for path in source or ()]
    print_proof(proofed, title=shown_path(draft), sources=names, console=STDOUT)
