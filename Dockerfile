# The light install, for converting:  docker build -t pixelstyle .
#                                     docker run --rm -u "$(id -u)" -v "$PWD:/pictures" pixelstyle convert photo.jpg -o out.png
# With styles, on the processor:      docker build -t pixelstyle --build-arg EXTRA='[style]' .
FROM python:3.11-slim
ARG EXTRA=""
WORKDIR /source
COPY . .
RUN pip install --no-cache-dir $(python tools/torch_index.py) ".${EXTRA}" && rm -rf /source
WORKDIR /pictures
ENTRYPOINT ["pixelstyle"]
CMD ["--help"]
