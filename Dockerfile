# Builds two images, for an archive on several machines:
#
#   docker build --target proceedings -t proceedings .
#   docker build --target versitygw   -t proceedings-s3 .
#
# docker-compose.yml builds and connects them. The behaviour of the tools was
# measured on this Debian release; another release has other versions.

# Fetches the npm packages that the pages' scripts use.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --omit=dev

FROM golang:1.26-bookworm AS build
ENV CGO_ENABLED=0
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/node_modules web/node_modules
RUN go run -C tools/web . ../..
RUN go build -trimpath -o /out/ ./cmd/ingest ./cmd/worker

FROM golang:1.26-bookworm AS build-versitygw
ENV CGO_ENABLED=0
WORKDIR /src/tools
COPY tools/go.mod tools/go.sum ./
RUN go build -trimpath -o /out/versitygw github.com/versity/versitygw/cmd/versitygw

# An S3 server that stores plain files. Not needed if you have an S3 server.
FROM debian:12-slim AS versitygw
RUN useradd --system --uid 10002 --no-create-home versitygw \
	&& install -d -o versitygw /data \
	&& install -d -o versitygw -m 700 /data/objects
COPY --from=build-versitygw /out/versitygw /usr/local/bin/
USER versitygw
VOLUME /data
EXPOSE 7070
ENTRYPOINT ["versitygw"]
CMD ["--port", "0.0.0.0:7070", "--health", "/health", "--quiet", "posix", "/data/objects"]

# A docker build without --target builds this last stage.
FROM debian:12-slim AS proceedings
# The packages of scripts/setup without redis-server, which has its own container.
RUN apt-get update \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
		bubblewrap \
		ca-certificates \
		ffmpeg \
		fonts-crosextra-caladea \
		fonts-crosextra-carlito \
		fonts-liberation \
		fonts-noto-cjk \
		fonts-noto-core \
		fonts-symbola \
		libreoffice-impress-nogui \
		poppler-utils \
		python3-uno \
		qpdf \
		tesseract-ocr \
		tesseract-ocr-deu \
		tesseract-ocr-fra \
		webp \
		libjpeg-turbo-progs \
	&& rm -rf /var/lib/apt/lists/* \
	&& fc-cache -f
# /scratch holds recordings during processing. It needs three times the size of
# the largest recording.
RUN useradd --system --uid 10001 --no-create-home --home-dir /scratch proceedings \
	&& install -d -o proceedings /scratch
COPY --from=build /out/ingest /out/worker /usr/local/bin/
ENV TMPDIR=/scratch
USER proceedings
WORKDIR /scratch
VOLUME /scratch
CMD ["worker"]
