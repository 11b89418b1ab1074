"""The entry for a server: `uvicorn --factory service.main:create --no-access-log`."""

from __future__ import annotations

import logging

from fastapi import FastAPI

from service.app import create_app
from service.settings import get_settings


def create() -> FastAPI:
    """Return the application with the settings of the environment, and log to stderr.

    The application logs requests without their paths and queries, because a search holds words.
    The access log of uvicorn holds both, so it is switched off.
    """
    settings = get_settings()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("onrecord").setLevel(settings.log_level.upper())
    logging.getLogger("uvicorn.access").disabled = True
    return create_app(settings)
