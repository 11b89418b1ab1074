# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements/ requirements/
RUN python -m venv /opt/builder && \
    /opt/builder/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt
RUN python -m venv /opt/onrecord && \
    /opt/onrecord/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY models/ models/
COPY migrations/ migrations/
COPY seeds/ seeds/
COPY service/ service/
RUN /opt/builder/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist . && \
    /opt/onrecord/bin/python -m pip install --no-cache-dir --no-deps --no-index dist/onrecord-*.whl && \
    /opt/onrecord/bin/python -m pip uninstall --yes pip

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home onrecord && \
    install --directory --owner=onrecord /data
COPY --from=build /opt/onrecord /opt/onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_PORT=8000 \
    ONRECORD_DATABASE_URL=sqlite:////data/onrecord.db
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8000
# It listens on every address, so it refuses to start until a key was made in the volume:
# docker run --rm -v onrecord:/data onrecord onrecord keys create --owner NAME --scope read --scope write
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import httpx, os; httpx.get(f'http://127.0.0.1:{os.environ[\"ONRECORD_PORT\"]}/healthz', timeout=4).raise_for_status()"]
CMD ["onrecord", "serve"]
