# giis as an image: small, without root, and without a network when it runs.
#
#   docker build --tag giis .
#   docker run --rm --network none --read-only --volume "$PWD:/data:ro" giis validate outbox/
#
# `python tools/try_dockerfile.py` takes the same steps without Docker.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
# xlsx: workbooks; pack: CIF and ZIP. There are also sql and fhir.
ARG EXTRAS=pack,xlsx
WORKDIR /build
COPY . .
RUN pip wheel --quiet --no-cache-dir --wheel-dir /wheels ".[${EXTRAS}]"
RUN python -m venv --without-pip /opt/giis \
    && pip --python /opt/giis/bin/python install --quiet --no-cache-dir --no-index --find-links /wheels "giis[${EXTRAS}]"

FROM ${BASE}
COPY --from=build /opt/giis /opt/giis
ENV PATH=/opt/giis/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    HOME=/nonexistent \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["giis"]
CMD ["--help"]
