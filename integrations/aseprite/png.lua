-- PNG files in memory, and base64: Aseprite's scripts can write pictures into files only, for which they would have to ask.

local png = {}

local crc_of = {}
for n = 0, 255 do
  local c = n
  for _ = 1, 8 do
    c = (c & 1 == 1) and (0xEDB88320 ~ (c >> 1)) or (c >> 1)
  end
  crc_of[n] = c
end

local function crc32(text)
  local c = 0xFFFFFFFF
  for from = 1, #text, 4096 do
    for _, byte in ipairs({ text:byte(from, math.min(from + 4095, #text)) }) do
      c = crc_of[(c ~ byte) & 0xFF] ~ (c >> 8)
    end
  end
  return c ~ 0xFFFFFFFF
end

local function adler32(text)
  local a, b = 1, 0
  for from = 1, #text, 4096 do
    for _, byte in ipairs({ text:byte(from, math.min(from + 4095, #text)) }) do
      a = a + byte
      b = b + a
    end
    a, b = a % 65521, b % 65521
  end
  return b << 16 | a
end

local function chunk(kind, data)
  return string.pack(">I4", #data) .. kind .. data .. string.pack(">I4", crc32(kind .. data))
end

-- A zlib stream whose blocks are stored as they are: it goes to this very computer.
local function stored(text)
  local parts = { "\x78\x01" }
  for from = 1, #text, 65535 do
    local block = text:sub(from, from + 65534)
    local last = from + #block > #text and 1 or 0
    parts[#parts + 1] = string.pack("<BI2I2", last, #block, #block ~ 0xFFFF) .. block
  end
  parts[#parts + 1] = string.pack(">I4", adler32(text))
  return table.concat(parts)
end

-- A PNG of `rgb`, three bytes a pixel, row by row.
function png.encode(width, height, rgb)
  local rows, length = {}, 3 * width
  for row = 0, height - 1 do
    rows[row + 1] = "\0" .. rgb:sub(row * length + 1, (row + 1) * length)
  end
  local header = string.pack(">I4I4BBBBB", width, height, 8, 2, 0, 0, 0)
  local data = stored(table.concat(rows))
  return "\x89PNG\r\n\x1a\n" .. chunk("IHDR", header) .. chunk("IDAT", data) .. chunk("IEND", "")
end

local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local letter, value = {}, {}
for n = 0, 63 do
  letter[n] = LETTERS:sub(n + 1, n + 1)
  value[LETTERS:byte(n + 1)] = n
end

function png.base64(data)
  local parts = {}
  for from = 1, #data, 3 do
    local a, b, c = data:byte(from, from + 2)
    local n = a << 16 | (b or 0) << 8 | (c or 0)
    parts[#parts + 1] = letter[n >> 18]
      .. letter[n >> 12 & 63]
      .. (b and letter[n >> 6 & 63] or "=")
      .. (c and letter[n & 63] or "=")
  end
  return table.concat(parts)
end

function png.unbase64(text)
  local parts = {}
  for from = 1, #text, 4 do
    local a, b, c, d = text:byte(from, from + 3)
    local n = value[a] << 18 | value[b] << 12 | (value[c] or 0) << 6 | (value[d] or 0)
    local bytes = string.char(n >> 16, n >> 8 & 255, n & 255)
    parts[#parts + 1] = value[d] and bytes or bytes:sub(1, value[c] and 2 or 1)
  end
  return table.concat(parts)
end

return png
