# SPDX-License-Identifier: Apache-2.0
# Runs the test suite on the sources that the image was made from; docs/ci.md has more.
#   docker build -t fluxmill . && docker run --rm fluxmill
FROM debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /fluxmill
COPY . .
CMD ["./fluxmill", "test"]
