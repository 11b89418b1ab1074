"""The settings, read from the environment (`ONRECORD_...`) or a `.env` file."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.cores import available_cores
from service.errors import Misconfigured
from service.text.document import MAX_CHARACTERS


class Settings(BaseSettings):
    """The settings of an operator. `docs/settings.md` lists the same ones, as a test checks."""

    model_config = SettingsConfigDict(
        env_prefix="ONRECORD_", env_file=".env", extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///onrecord.db",
        validation_alias=AliasChoices("ONRECORD_DATABASE_URL", "DATABASE_URL"),
        description="SQLAlchemy URL of the database: sqlite:///FILE or postgresql://USER@HOST/NAME",
    )
    engines: int = Field(
        default=0,
        ge=0,
        description="Processes that read texts, all servers of one `serve` together; 0: every core",
    )
    threads: int = Field(
        default=1, gt=0, description="Threads with which one process reads one text"
    )
    max_characters: int = Field(
        default=MAX_CHARACTERS, gt=0, description="Longest text that is read, in code points"
    )
    proof_characters: int = Field(
        default=3 * MAX_CHARACTERS,
        gt=0,
        description="Longest draft and sources of one proof together, in code points",
    )
    queue_size: int = Field(
        default=16, ge=0, description="Texts that may wait for the engine before 503 is answered"
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on")
    allow_anonymous: bool = Field(
        default=False,
        description="Answer other machines although there are no API keys: anybody who reaches the "
        "port may then read, change and delete everything",
    )
    allowed_hosts: str = Field(
        default="",
        pattern=r"^\s*[^\s/,]*(\s+[^\s/,]+)*\s*$",
        description="Names in Host that are answered, without ports and with spaces between them",
    )
    cors_origins: str = Field(
        default="",
        pattern=r"^\s*((https?://[^\s/,]+|\*)(\s+(https?://[^\s/,]+|\*))*)?\s*$",
        description="Sites whose pages may call the API from a browser, such as "
        "https://desk.example, with spaces between them",
    )
    session_secret: str = Field(
        default="",
        repr=False,
        description="Secret that signs the sessions of pages; empty: a new one at each start",
    )
    rate_limit: str = Field(
        default="6000/min",
        pattern=r"^[1-9][0-9]{0,8}/(s|min|h)$",
        description="Requests of a key without a limit of its own: a number, and /s, /min or /h",
    )
    max_connections: int = Field(
        default=1000, gt=0, description="Connections that one process holds open at once"
    )
    request_seconds: int = Field(
        default=30,
        gt=0,
        description="Seconds in which the headers of a request must arrive, and then its body",
    )
    keep_alive_seconds: int = Field(
        default=5, gt=0, description="Seconds after which a connection without a request is closed"
    )
    shutdown_seconds: int = Field(
        default=8,
        gt=0,
        description="Seconds that running requests have to finish when the server is stopped",
    )
    job_lanes: int = Field(
        default=-1,
        ge=-1,
        description="Threads that store articles of ingest jobs; 0: none here; -1: as it fits",
    )
    job_lease_seconds: int = Field(
        default=60, gt=0, description="Seconds after which what a lost worker had goes to another"
    )
    job_bytes: int = Field(
        default=256 * 1024 * 1024, gt=0, description="Largest body of an ingest job, in bytes"
    )
    job_days: int = Field(
        default=7, gt=0, description="Days after which a finished ingest job is deleted"
    )
    event_days: int = Field(
        default=7, gt=0, description="Days after which an event is deleted, sent or not"
    )
    feed_seconds: int = Field(
        default=600, ge=0, le=3600, description="Seconds after which an open feed of events ends"
    )
    webhook_private: bool = Field(
        default=False,
        description="Let webhooks name http, and addresses of this machine and of its networks",
    )
    idempotency_hours: int = Field(
        default=24, gt=0, description="Hours for which an `Idempotency-Key` is remembered"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged; submitted text never is"
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto", description="JSON lines or lines to read; auto: to read on a terminal"
    )
    tracing_endpoint: str = Field(
        default="off",
        validation_alias=AliasChoices("ONRECORD_TRACING_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        description="Base URL of a collector of traces (OTLP over HTTP), or off",
    )

    @property
    def engine_count(self) -> int:
        """The number of processes that read texts: the setting, or one for each core."""
        return self.engines or available_cores()

    @property
    def lanes(self) -> int:
        """The number of threads that store articles of jobs."""
        # One reads while another one stores.
        return self.engine_count + 1 if self.job_lanes < 0 else self.job_lanes


@cache
def get_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        Misconfigured: A variable has a value that its setting does not take.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"ONRECORD_{_name(each)}: {each['msg']}" for each in error.errors()]
        raise Misconfigured("; ".join(wrong)) from None


def _name(error: ErrorDetails) -> str:
    return str(error["loc"][0]).removeprefix("ONRECORD_").upper()
