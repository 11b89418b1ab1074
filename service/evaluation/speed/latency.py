"""How long `POST /v1/articles` takes for an article of 600 words.

    python -m service.evaluation.speed.latency [--articles 200] [--url http://127.0.0.1:8000]

Articles are put together from the paragraphs of `seeds/`, each in an order of its own, and sent
one after another to a running server, which stores them.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from importlib.resources import files

import httpx
import typer

WORDS = 600


def make_articles(count: int, *, words: int = WORDS, seed: int = 7) -> list[str]:
    """A count -> as many texts of about `words` words, the same for the same seed."""
    lines = files("seeds").joinpath("articles.jsonl").read_text("utf-8").splitlines()
    paragraphs = [part for line in lines for part in json.loads(line)["text"].split("\n\n")]
    draw = random.Random(seed)  # noqa: S311 - only spreads the paragraphs
    return [_article(paragraphs, words=words, draw=draw) for _ in range(count)]


def _article(paragraphs: list[str], *, words: int, draw: random.Random) -> str:
    chosen: list[str] = []
    length = 0
    while length < words:
        paragraph = draw.choice(paragraphs)
        chosen.append(paragraph)
        length += len(paragraph.split())
    return "\n\n".join(chosen)


def main(articles: int = 200, url: str = "http://127.0.0.1:8000", warm_up: int = 5) -> None:
    """Print the 50th, 95th and 99th percentile in milliseconds."""
    run = f"latency-{time.time_ns()}"
    taken: list[float] = []
    with httpx.Client(base_url=url, timeout=120) as client:
        for number, text in enumerate(make_articles(articles + warm_up)):
            article = {
                "outlet": {"domain": f"outlet{number % 7}.example"},
                "url": f"https://outlet{number % 7}.example/{run}/{number}",
                "text": text,
            }
            start = time.perf_counter()
            client.post("/v1/articles", json=article).raise_for_status()
            if number >= warm_up:
                taken.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    shown = ", ".join(f"p{share} {cuts[share - 1]:.0f} ms" for share in (50, 95, 99))
    print(f"{len(taken)} articles: {shown}")


if __name__ == "__main__":
    typer.run(main)
