-- Painting under the machine's rules: each change of the sprite goes to the studio as strokes, of the changed pixels only, and
-- what comes back is drawn, in the touched cells only.

local png = dofile(app.fs.joinPath(PIXELSTYLE_FOLDER, "png.lua"))
local sprites = dofile(app.fs.joinPath(PIXELSTYLE_FOLDER, "sprites.lua"))

local live = {}
live.__index = live

-- Begin with a canvas message of the studio's and a sprite that shows it. `refused(count)` hears of pixels that cannot be.
function live.begin(studio, canvas, sprite, refused)
  local self = setmetatable({ studio = studio, sprite = sprite, refused = refused, asked = 0 }, live)
  self.width = canvas.size[1]
  self.known = png.unbase64(canvas.indices)
  self.usable = {}
  for _, colour in ipairs(canvas.usable) do
    self.usable[math.floor(colour)] = true
  end
  self.listener = sprite.events:on("change", function()
    self:changed()
  end)
  return self
end

function live:stop()
  self.sprite.events:off(self.listener)
end

-- The sprite has changed, by a person or by ourselves: what differs from what is known is a stroke for each colour.
function live:changed()
  if self.drawing or self.asked > 0 then
    return -- what changes meanwhile is seen when the answers have come
  end
  local now = sprites.image(self.sprite).bytes
  if #now ~= #self.known then
    self:stop() -- another size, or a cel that does not fill the sprite
    self.refused(nil)
    return
  end
  local found, any = sprites.differences(self.known, now)
  if not any then
    return
  end
  local before, missing = self.known, 0
  local drawn = {}
  for colour, pixels in pairs(found) do
    for _, pixel in ipairs(pixels) do
      drawn[pixel] = true
    end
    if self.usable[colour] then
      self.asked = self.asked + 1
      self.studio:ask({ type = "stroke", pixels = pixels, colour = colour, gesture = self.studio.number }, function(told)
        self.asked = self.asked - 1
        missing = missing + self:take(told, drawn)
        if self.asked == 0 then
          self:draw(drawn, now, missing)
        end
      end)
    else
      missing = missing + #pixels
    end
  end
  if self.asked == 0 then
    self:draw(drawn, now, missing)
  end
end

-- What an answer changes in what is known; gives how many pixels could not be as painted.
function live:take(told, drawn)
  if told.type ~= "stroked" then
    return 1
  end
  local bytes = {}
  for at = 1, #told.changed, 2 do
    local pixel = math.floor(told.changed[at])
    bytes[pixel] = string.char(math.floor(told.changed[at + 1]))
    drawn[pixel] = true
  end
  local parts, from = {}, 1
  local order = {}
  for pixel in pairs(bytes) do
    order[#order + 1] = pixel
  end
  table.sort(order)
  for _, pixel in ipairs(order) do
    parts[#parts + 1] = self.known:sub(from, pixel) .. bytes[pixel]
    from = pixel + 2
  end
  self.known = table.concat(parts) .. self.known:sub(from)
  return #(told.refused or {})
end

-- Draw these pixels as they are known, where the sprite is still as it was sent.
function live:draw(drawn, sent, missing)
  local image = sprites.image(self.sprite):clone()
  local now, any = image.bytes, false
  for pixel in pairs(drawn) do
    local wanted = self.known:byte(pixel + 1)
    if now:byte(pixel + 1) == sent:byte(pixel + 1) and now:byte(pixel + 1) ~= wanted then
      image:drawPixel(pixel % self.width, pixel // self.width, wanted)
      any = true
    end
  end
  if any then
    self.drawing = true
    sprites.replace(self.sprite, image)
    self.drawing = false
  end
  app.refresh()
  if missing > 0 then
    self.refused(missing)
  end
  if now ~= sent then
    self:changed() -- it was painted on meanwhile
  end
end

return live
