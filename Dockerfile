# Two images from one file, for an archive on more than one machine:
#
#   docker build --target proceedings -t proceedings .
#   docker build --target versitygw   -t proceedings-s3 .
#
# docker-compose.yml builds and joins them. Debian is the system that the tools'
# traits were measured on; another release brings other versions of them.

# Only fetches the libraries of the pages' scripts.
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

# An S3 server over plain files. Not needed where there is another.
FROM debian:12-slim AS versitygw
RUN useradd --system --uid 10002 --no-create-home versitygw \
	&& install -d -o versitygw /data
COPY --from=build-versitygw /out/versitygw /usr/local/bin/
USER versitygw
VOLUME /data
EXPOSE 7070
ENTRYPOINT ["versitygw"]
CMD ["--port", "0.0.0.0:7070", "--health", "/health", "--quiet", "posix", "/data"]

# The last stage is the one that a plain docker build makes.
FROM debian:12-slim AS proceedings
# What scripts/setup installs, without redis-server: that runs beside this.
RUN apt-get update \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
		bubblewrap \
		ca-certificates \
		ffmpeg \
		fonts-crosextra-caladea \
		fonts-crosextra-carlito \
		fonts-liberation \
		fonts-noto-core \
		libreoffice-impress-nogui \
		poppler-utils \
		python3-uno \
		qpdf \
		tesseract-ocr \
		tesseract-ocr-deu \
		tesseract-ocr-fra \
		webp \
	&& rm -rf /var/lib/apt/lists/* \
	&& fc-cache -f
# /scratch holds recordings while they are worked on: give it the size of the
# largest one, three times over.
RUN useradd --system --uid 10001 --no-create-home --home-dir /scratch proceedings \
	&& install -d -o proceedings /scratch
COPY --from=build /out/ingest /out/worker /usr/local/bin/
ENV TMPDIR=/scratch
USER proceedings
WORKDIR /scratch
VOLUME /scratch
CMD ["worker"]
