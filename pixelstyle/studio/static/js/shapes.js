// Which pixels a brush, a line and a fill touch; pixels are numbers, row by row.

/** The pixels of a line between two points, both [x, y]. */
export function line([x, y], [toX, toY]) {
  const points = [];
  const [dx, dy] = [Math.abs(toX - x), -Math.abs(toY - y)];
  const [sx, sy] = [Math.sign(toX - x), Math.sign(toY - y)];
  let error = dx + dy;
  for (;;) {
    points.push([x, y]);
    if (x === toX && y === toY) return points;
    const twice = 2 * error;
    if (twice >= dy) [error, x] = [error + dy, x + sx];
    if (twice <= dx) [error, y] = [error + dx, y + sy];
  }
}

/** The same with a round brush so many shown pixels wide, on a screen [width, height] of pixels of this shape. */
export function brushed(points, diameter, [width, height], pixel) {
  const found = new Set();
  const radius = diameter / 2;
  const [across, down] = [Math.ceil(radius / pixel[0]), Math.ceil(radius / pixel[1])];
  for (const [x, y] of points) {
    if (x >= 0 && y >= 0 && x < width && y < height) found.add(y * width + x);
    for (let j = -down; j <= down; j++)
      for (let i = -across; i <= across; i++) {
        const inside = (i * pixel[0]) ** 2 + (j * pixel[1]) ** 2 < radius ** 2;
        if (inside && x + i >= 0 && y + j >= 0 && x + i < width && y + j < height) found.add((y + j) * width + x + i);
      }
  }
  return [...found];
}

/** All pixels of one colour that hang together with the one at [x, y]. */
export function filled(indices, [x, y], [width, height]) {
  const colour = indices[y * width + x];
  const found = new Set([y * width + x]);
  const waiting = [y * width + x];
  while (waiting.length) {
    const at = waiting.pop();
    const column = at % width;
    for (const next of [column > 0 ? at - 1 : -1, column < width - 1 ? at + 1 : -1, at - width, at + width])
      if (next >= 0 && next < width * height && !found.has(next) && indices[next] === colour) {
        found.add(next);
        waiting.push(next);
      }
  }
  return [...found];
}

/** All pixels of the cells that these pixels lie in. */
export function cells(pixels, cell, [width, height]) {
  if (!cell) return pixels;
  const found = new Set();
  for (const at of pixels) {
    const left = Math.floor((at % width) / cell[0]) * cell[0];
    const top = Math.floor(Math.floor(at / width) / cell[1]) * cell[1];
    for (let y = top; y < Math.min(top + cell[1], height); y++)
      for (let x = left; x < Math.min(left + cell[0], width); x++) found.add(y * width + x);
  }
  return [...found];
}
