"""The API on an application that has other routes, too."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.testclient import TestClient

from service.api.mount import add_api


def client() -> TestClient:
    app = FastAPI()
    add_api(app, max_characters=10)

    @app.get("/page")
    def page() -> str:
        return "A page beside the API."

    return TestClient(app)


def test_a_route_beside_the_api_answers_and_has_a_request_id() -> None:
    response = client().get("/page")
    assert (response.status_code, response.json()) == (200, "A page beside the API.")
    assert response.headers["x-request-id"]


def test_the_api_answers_503_until_the_services_are_open() -> None:
    response = client().get("/v1/outlets")
    assert response.status_code == 503
    assert response.json()["type"] == "urn:onrecord:problem:not-ready"
