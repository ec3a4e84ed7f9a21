# docker build -t communique .
# docker run --rm -v "$PWD/raw:/data/raw:ro" -v "$PWD/processed:/data/processed" --user "$(id -u)" communique
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt pyproject.toml README.md LICENSE ./
COPY docs/communique.1 ./docs/communique.1
COPY pipeline ./pipeline
COPY communique ./communique
# the lock's packages, with their hashes, then the project itself and what reads documents, web archives and graphs
RUN python -m venv /opt/communique \
 && /opt/communique/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt \
 && /opt/communique/bin/pip install --no-cache-dir ".[office,warc,graph]"

FROM python:3.13-slim
COPY --from=build /opt/communique /opt/communique
RUN useradd --create-home --uid 10001 communique && install -d -o communique /data/raw /data/processed
ENV PATH=/opt/communique/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /data
VOLUME ["/data/raw", "/data/processed"]
# a run takes what is mounted; every other command goes after the image's name: docker run … communique doctor
ENTRYPOINT ["communique"]
CMD ["run", "raw", "processed"]
