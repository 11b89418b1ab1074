"""What annotators correct in brat or Label Studio becomes judgements that stand, and gold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from service.app import create_app
from service.cli import app as command_line
from service.commands.inputs import jsonl_lines
from service.commands.record_files import read_records
from service.commands.send_judgements import SendStatus, send_judgements
from service.commands.stored_articles import stored_records
from service.formats.record import OutletRecord
from service.settings import Settings
from tests.support.databases import MakeUrl
from tests.support.scripted_reader import scripted_reader

WORDS = "The harbour wall will be rebuilt before the next winter begins"
TEXT = f"😀 “{WORDS},” Ada Lind said.\n“Nobody asked the fishermen about it,” Bo Ek said."


@pytest.fixture
def client(make_url: MakeUrl) -> Iterator[TestClient]:
    settings = Settings(database_url=make_url(), _env_file=None)
    app = create_app(settings, reader=scripted_reader(max_characters=5_000))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def articles(client: TestClient, tmp_path: Path) -> Path:
    """Two stored articles as the API answers them, a line each."""
    path = tmp_path / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for outlet in ("post.example", "courier.example"):
            article = post(client, outlet)
            file.write(client.get(f"/v1/articles/{article['id']}").text + "\n")
    return path


def post(client: TestClient, outlet: str) -> dict[str, Any]:
    article = {"outlet": {"domain": outlet}, "url": f"https://{outlet}/1", "text": TEXT}
    answer: dict[str, Any] = client.post("/v1/articles", json=article).json()
    return answer


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(command_line, [str(each) for each in arguments])


def correct_in_label_studio(articles: Path, exported: Path) -> None:
    """Give Ada's words in the first task to Cy, as an annotator does and Label Studio exports."""
    tasks_path = exported.with_suffix(".tasks.json")
    assert onrecord("convert", articles, "-o", tasks_path).exit_code == 0
    tasks = json.loads(tasks_path.read_text("utf-8"))
    for number, task in enumerate(tasks):
        result = task.pop("predictions")[0]["result"]
        task |= {"id": number, "annotations": [{"id": number, "result": result}]}
    for each in tasks[0]["annotations"][0]["result"]:
        if each.get("from_name") == "speaker" and each["value"]["text"] == ["Ada Lind"]:
            each["value"]["text"] = ["Cy Po"]
    exported.write_text(json.dumps(tasks), "utf-8")


def correct_in_brat(articles: Path, exported: Path) -> None:
    """Do the same in a folder of brat."""
    assert onrecord("convert", articles, "-o", exported, "--to", "brat").exit_code == 0
    first = exported / f"{json.loads(articles.read_text('utf-8').splitlines()[0])['id']}.ann"
    written = first.read_text("utf-8")
    corrected = written.replace("AnnotatorNotes T1\tAda Lind", "AnnotatorNotes T1\tCy Po")
    assert corrected != written
    first.write_text(corrected, "utf-8")


def speakers(client: TestClient, articles: Path) -> list[list[str]]:
    ids = [json.loads(line)["id"] for line in articles.read_text("utf-8").splitlines()]
    found = [client.get(f"/v1/articles/{each}").json()["quotations"] for each in ids]
    return [[each["speaker"]["name"] for each in quotations] for quotations in found]


def send(client: httpx.Client, path: Path) -> list[SendStatus]:
    lines = jsonl_lines([path])
    sent = list(send_judgements(lines, client=client, reason=None))
    assert [each.reason for each in sent if each.reason] == []
    return [each.status for each in sent]


@pytest.mark.parametrize(
    "correct", [correct_in_label_studio, correct_in_brat], ids=["label studio", "brat"]
)
def test_a_corrected_speaker_becomes_a_judgement_that_outlives_the_article(
    client: TestClient, articles: Path, tmp_path: Path, correct: Callable[[Path, Path], None]
) -> None:
    exported, judgements = tmp_path / "exported.json", tmp_path / "judgements.jsonl"
    correct(articles, exported)
    options = ["--from", "brat"] if exported.is_dir() else []
    result = onrecord("convert", exported, *options, "-o", judgements, "--to", "judgements")
    assert result.exit_code == 0, result.output
    assert speakers(client, articles) == [["Ada Lind", "Bo Ek"]] * 2

    assert send(client, judgements) == [SendStatus.CREATED]

    corrected = [["Cy Po", "Bo Ek"], ["Ada Lind", "Bo Ek"]]
    assert speakers(client, articles) == corrected
    # Sent again, the file changes nothing, and neither does the article.
    list(send_judgements(jsonl_lines([judgements]), client=client, reason=None))
    post(client, "post.example")
    assert speakers(client, articles) == corrected
    # It is a judgement like any other.
    [judgement] = client.get("/v1/judgements").json()["items"]
    assert (judgement["kind"], judgement["occurrence_count"]) == ("correct_quotation", 1)
    undone = client.post(f"/v1/judgements/{judgement['id']}/undo", json={})
    assert undone.status_code == 200
    assert speakers(client, articles) == [["Ada Lind", "Bo Ek"]] * 2


def test_an_occurrence_of_another_quote_is_split_off(
    client: TestClient, articles: Path, tmp_path: Path
) -> None:
    exported, judgements = tmp_path / "exported.json", tmp_path / "judgements.jsonl"
    correct_in_label_studio(articles, exported)
    tasks = json.loads(exported.read_text("utf-8"))
    other = {"id": "q1", "from_name": "quote", "type": "choices", "value": {"choices": ["other"]}}
    tasks[0]["annotations"][0]["result"].append(other)
    exported.write_text(json.dumps(tasks[:1]), "utf-8")

    onrecord("convert", exported, "-o", judgements, "--to", "judgements")
    before = len(client.get("/v1/quotes?speaker=Bo+Ek").json()["items"])
    assert send(client, judgements) == [SendStatus.CREATED] * 2
    assert len(client.get("/v1/quotes?speaker=Bo+Ek").json()["items"]) == before + 1


def test_stored_articles_are_read_from_their_server(client: TestClient, articles: Path) -> None:
    from_file = {each.record.id: each.record for each in read_records([articles], None)}
    found = list(stored_records(client, ""))

    assert {each.record.id: each.record for each in found} == from_file
    [one] = stored_records(client, "outlet=post.example")
    assert one.record.outlet == OutletRecord(domain="post.example")
    assert list(stored_records(client, "outlet=nowhere.example")) == []
    [refused] = stored_records(client, "colour=red")
    assert refused.detail.startswith("422 ")


def test_stored_articles_are_read_page_by_page(client: TestClient, articles: Path) -> None:
    for number in range(3):
        post(client, f"outlet{number}.example")

    assert len(list(stored_records(client, "limit=2"))) == 5


def test_a_line_that_the_server_refuses_is_reported(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    unknown = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b07"
    body = {"occurrences": [unknown], "name": "Cy Po"}
    line = {"method": "POST", "path": f"/v1/speakers/{unknown}/split", "body": body}
    path.write_text(f"{json.dumps(line)}\n\nno JSON\n{{}}\n", "utf-8")
    sent = list(send_judgements(jsonl_lines([path]), client=client, reason="Why"))

    assert [each.status for each in sent] == [SendStatus.FAILED] * 3
    assert [each.place.rpartition(", ")[2] for each in sent] == ["line 1", "line 3", "line 4"]
    assert (sent[0].reason or "").startswith("404 ")


def test_corrections_are_gold_that_evaluate_scores(articles: Path, tmp_path: Path) -> None:
    exported, gold = tmp_path / "exported.json", tmp_path / "gold.jsonl"
    correct_in_label_studio(articles, exported)
    tasks = json.loads(exported.read_text("utf-8"))
    # The annotator removes the second quotation of the first task, which was none.
    kept = [
        each
        for each in tasks[0]["annotations"][0]["result"]
        if not str(each.get("id", each.get("from_id"))).endswith("1")
    ]
    tasks[0]["annotations"][0]["result"] = kept
    exported.write_text(json.dumps(tasks), "utf-8")
    assert onrecord("convert", exported, "-o", gold, "--to", "gold").exit_code == 0

    first, second = (json.loads(line) for line in gold.read_text("utf-8").splitlines())
    assert [each["speaker"] for each in first["attributions"]] == ["Cy Po"]
    assert [each["speaker"] for each in second["attributions"]] == ["Ada Lind", "Bo Ek"]
    assert first["outlet"] == "post.example"

    predicted = tmp_path / "predicted.jsonl"
    assert onrecord("convert", articles, "-o", predicted, "--to", "gold").exit_code == 0
    result = onrecord("evaluate", "attribution", gold, predicted, "--json", "--samples", "2")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["attribution"]
    assert found["r"] == 1.0
    assert found["p"] == 0.75


@pytest.mark.parametrize(
    ("exported", "complaint"),
    [
        (None, "with `.exported.json` files"),
        ("{", "is not JSON"),
        ('{"text": "Other words."}', "is of another text"),
    ],
)
def test_brat_is_compared_only_with_what_was_written_beside_it(
    articles: Path, tmp_path: Path, exported: str | None, complaint: str
) -> None:
    folder = tmp_path / "folder"
    assert onrecord("convert", articles, "-o", folder).exit_code == 0
    first, _ = sorted(folder.glob("*.exported.json"))
    first.unlink()
    if exported is not None:
        first.write_text(exported, "utf-8")

    result = onrecord("convert", folder, "-o", tmp_path / "lines.jsonl", "--to", "judgements")

    assert (result.exit_code, "1 converted, 1 failed" in result.output) == (1, True)
    assert complaint in result.output
