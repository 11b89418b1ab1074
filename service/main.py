"""What a server runs: `uvicorn --factory service.main:create --no-access-log`."""

from __future__ import annotations

import logging

from fastapi import FastAPI

from service.app import create_app
from service.settings import get_settings


def create() -> FastAPI:
    """Nothing -> the application with the settings of the environment, and its log on stderr.

    The application logs its requests without paths and queries, for a search holds words; uvicorn's
    own access log holds both, so it is switched off.
    """
    settings = get_settings()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("onrecord").setLevel(settings.log_level.upper())
    logging.getLogger("uvicorn.access").disabled = True
    return create_app(settings)
