"""A sheet: labelled pictures in rows under headings, as one PNG or as a page to click through."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pixelstyle.formats import encode_png_rgb

BACKGROUND, INK, DIM = (24, 26, 30), (236, 236, 230), (150, 154, 162)
GAP, MARGIN = 8, 16
TITLE, HEADING, LABEL = 22, 16, 12
"""Sizes of the type, in pixels."""


@dataclass(frozen=True)
class Figure:
    """One picture, uint8 [H, W, 3], what stands under it, and the channel that it is about ('relu3_1:12'), if any."""

    label: str
    picture: np.ndarray
    channel: str = ""


@dataclass(frozen=True)
class Row:
    """Figures that belong together; too many for the sheet's width go on below."""

    heading: str
    figures: tuple[Figure, ...]
    text: tuple[str, ...] = ()
    """Lines under the heading."""


@dataclass(frozen=True)
class Sheet:
    """Everything that a tool has to show."""

    title: str
    rows: tuple[Row, ...]
    width: int = 960
    """Pixels; a single figure that is wider makes the sheet wider."""

    def png(self) -> bytes:
        """One picture of it all, as the bytes of a PNG."""
        return encode_png_rgb(np.asarray(self._draw()))

    def _draw(self) -> Image.Image:
        width = max(
            self.width, *(figure.picture.shape[1] + 2 * MARGIN for row in self.rows for figure in row.figures), 0
        )
        pen = _Pen(width)
        pen.line(self.title, TITLE, INK)
        for row in self.rows:
            pen.down(GAP)
            pen.line(row.heading, HEADING, INK)
            for line in row.text:
                pen.line(line, LABEL, DIM)
            pen.figures(row.figures)
        return pen.finish()

    def html(self) -> str:
        """A self-contained page: pictures are enlarged one after the other, channels noted as ready-made options."""
        parts = [_HEAD.format(title=html.escape(self.title))]
        for row in self.rows:
            parts += [f"<h2>{html.escape(row.heading)}</h2>"] if row.heading else []
            parts += [f"<p>{html.escape(line)}</p>" for line in row.text]
            parts.append("<div>")
            for figure in row.figures:
                data = base64.b64encode(encode_png_rgb(figure.picture)).decode()
                parts.append(
                    f'<figure data-channel="{html.escape(figure.channel)}"><img alt="{html.escape(figure.label)}" '
                    f'src="data:image/png;base64,{data}"><figcaption>{html.escape(figure.label)}</figcaption></figure>'
                )
            parts.append("</div>")
        return "\n".join([*parts, _TAIL])


class _Pen:
    """Writes from top to bottom onto a picture that grows."""

    def __init__(self, width: int) -> None:
        self.width, self.y = width, MARGIN
        self.jobs: list[tuple[int, int, Image.Image]] = []

    def down(self, pixels: int) -> None:
        self.y += pixels

    def line(self, text: str, size: int, colour: tuple[int, int, int]) -> None:
        """One paragraph, broken where the sheet ends."""
        for part in _broken(text, size, self.width - 2 * MARGIN):
            self.jobs.append((MARGIN, self.y, _written(part, size, colour)))
            self.y += round(size * 1.4)
        self.y += 4

    def figures(self, figures: tuple[Figure, ...]) -> None:
        x, tallest = MARGIN, 0
        for figure in figures:
            width = figure.picture.shape[1]
            lines = _broken(figure.label, LABEL, width)
            label = [_written(line, LABEL, DIM) for line in lines]
            if x > MARGIN and x + width > self.width - MARGIN:
                x, tallest, self.y = MARGIN, 0, self.y + tallest + GAP
            self.jobs.append((x, self.y, Image.fromarray(np.ascontiguousarray(figure.picture))))
            for number, line in enumerate(label):
                self.jobs.append((x, self.y + figure.picture.shape[0] + 3 + number * round(LABEL * 1.3), line))
            tallest = max(tallest, figure.picture.shape[0] + 3 + len(label) * round(LABEL * 1.3))
            x += width + GAP
        self.y += tallest + (GAP if figures else 0)

    def finish(self) -> Image.Image:
        sheet = Image.new("RGB", (self.width, self.y + MARGIN), BACKGROUND)
        for x, y, picture in self.jobs:
            sheet.paste(picture, (x, y))
        return sheet


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _written(text: str, size: int, colour: tuple[int, int, int]) -> Image.Image:
    font = _font(size)
    width = max(1, round(font.getlength(text)) + 2)
    image = Image.new("RGB", (width, round(size * 1.4)), BACKGROUND)
    ImageDraw.Draw(image).text((0, 0), text, fill=colour, font=font)
    return image


def _broken(text: str, size: int, width: int) -> list[str]:
    """The text in lines of at most `width` pixels; a word that is wider is cut."""
    font, lines, line = _font(size), [], ""
    for word in text.split():
        while font.getlength(word) > width and len(word) > 1:
            cut = next((n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= width), 1)
            lines += [line] if line else []
            lines.append(word[:cut])
            line, word = "", word[cut:]
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > width and line:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ background: #181a1e; color: #ecece6; font: 15px sans-serif; margin: 24px }}
h1 {{ font-size: 22px }} h2 {{ font-size: 16px; margin: 20px 0 6px }} p {{ color: #969aa2; margin: 2px 0 }}
body > div {{ display: flex; flex-wrap: wrap; gap: 8px }} figure {{ margin: 0; cursor: pointer; width: min-content }}
figcaption {{ color: #969aa2; font-size: 12px }} figure.noted img {{ outline: 3px solid #f0c040 }}
img {{ image-rendering: pixelated; display: block }} figure:focus-visible {{ outline: 2px solid #ecece6 }}
dialog {{ background: #101114; border: 0; padding: 16px; color: #ecece6 }}
dialog img {{ width: min(76vw, 70vh); max-height: 70vh; object-fit: contain; margin-bottom: 8px }}
dialog button {{ font: inherit; margin: 8px 8px 0 0 }}
#noted {{ position: sticky; top: 0; background: #181a1e; padding: 8px 0 }}
code {{ color: #f0c040; user-select: all; display: block }}
</style></head><body><h1>{title}</h1>
<p id="noted">Click a picture to see it large; arrow keys go on to the others, N notes a channel.</p>"""

_TAIL = """<dialog><img alt=""><p></p><button value="-1">previous</button><button value="1">next</button>
<button value="note">note this channel</button><button value="close">close</button></dialog><script>
const dialog = document.querySelector("dialog"), list = document.querySelector("#noted"), noted = new Set();
const figures = [...document.querySelectorAll("figure")], hint = list.textContent;
let shown = 0;
function show(number) {
  shown = (number + figures.length) % figures.length;
  const figure = figures[shown];
  dialog.querySelector("img").src = figure.querySelector("img").src;
  const channel = figure.dataset.channel, label = figure.textContent;
  dialog.querySelector("p").textContent = channel && !label.startsWith(channel) ? `${channel}, ${label}` : label;
  dialog.querySelector("[value=note]").disabled = !channel;
  if (!dialog.open) dialog.showModal();
}
function note() {
  const name = figures[shown].dataset.channel;
  if (!name) return;
  if (!noted.delete(name)) noted.add(name);
  figures.forEach(figure => figure.classList.toggle("noted", noted.has(figure.dataset.channel)));
  const layers = {};
  for (const item of noted) { const [layer, channel] = item.split(":"); (layers[layer] ??= []).push(channel); }
  const groups = Object.entries(layers).map(([layer, channels]) => `${layer}:${channels.join(",")}`);
  const lines = ["--style-exclude", "--style-stress"].map(option => groups.map(one => `${option} ${one}`).join(" "));
  lines.push([...noted].map(one => `--layer ${one}`).join(" "));
  list.replaceChildren(noted.size ? "Leave out of a style, stress in it, or dream of:" : hint);
  for (const line of noted.size ? lines : [])
    list.appendChild(Object.assign(document.createElement("code"), {textContent: line}));
}
function act(what) {
  if (what === "close") dialog.close(); else if (what === "note") note(); else show(shown + Number(what));
}
figures.forEach((figure, number) => {
  figure.tabIndex = 0;
  figure.addEventListener("click", () => show(number));
  figure.addEventListener("keydown", event => { if (event.key === "Enter") show(number); });
});
dialog.addEventListener("click", event => { if (event.target.value) act(event.target.value); });
dialog.querySelector("img").addEventListener("click", () => dialog.close());
document.addEventListener("keydown", event => {
  const what = {ArrowLeft: "-1", ArrowRight: "1", n: "note"}[event.key];
  if (dialog.open && what) { event.preventDefault(); act(what); }
});
</script></body></html>"""
