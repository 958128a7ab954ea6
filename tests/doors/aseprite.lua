-- As much of Aseprite 1.3's scripting interface as the extension uses, after its reference: sprites of one frame.

ColorMode = { RGB = 0, GRAY = 1, INDEXED = 2 }
WebSocketMessageType = { TEXT = "TEXT", BINARY = "BINARY", OPEN = "OPEN", CLOSE = "CLOSE", FRAGMENT = "FRAGMENT" }
local EACH = { [0] = 4, [2] = 1 }

local function whole(number)
  return math.tointeger(number) or error("no whole number: " .. tostring(number))
end

function Color(of)
  return { red = of.r or of.red, green = of.g or of.green, blue = of.b or of.blue, alpha = of.a or of.alpha or 255 }
end

function Size(width, height)
  return { width = whole(width), height = whole(height) }
end

function Point(x, y)
  return { x = whole(x), y = whole(y) }
end

function ImageSpec(of)
  return { width = whole(of.width), height = whole(of.height), colorMode = of.colorMode }
end

function Palette(count)
  local colours = {}
  for n = 0, whole(count) - 1 do
    colours[n] = Color { r = 0, g = 0, b = 0 }
  end
  return {
    colours = colours,
    setColor = function(self, n, colour)
      assert(self.colours[n], "no such entry")
      self.colours[n] = colour
    end,
  }
end

local image_methods, image_meta = {}, {}

function Image(spec)
  local data = {}
  for n = 1, spec.width * spec.height do
    data[n] = string.rep("\0", EACH[spec.colorMode])
  end
  return setmetatable({ spec = spec, width = spec.width, height = spec.height, data = data }, image_meta)
end

function image_meta.__index(self, name)
  if name == "bytes" then
    return table.concat(self.data)
  end
  return image_methods[name]
end

function image_meta.__newindex(self, name, value)
  assert(name == "bytes", "an image has no " .. name)
  local each = EACH[self.spec.colorMode]
  assert(#value == self.width * self.height * each, "bytes of another length")
  for n = 1, #self.data do
    self.data[n] = value:sub((n - 1) * each + 1, n * each)
  end
end

function image_methods:clear() end

function image_methods:clone()
  local made = Image(self.spec)
  made.bytes = self.bytes
  return made
end

function image_methods:drawPixel(x, y, colour)
  x, y = whole(x), whole(y)
  assert(x >= 0 and x < self.width and y >= 0 and y < self.height, "outside")
  local pixel
  if type(colour) == "table" then
    pixel = string.char(colour.red, colour.green, colour.blue, colour.alpha)
    pixel = self.spec.colorMode == ColorMode.RGB and pixel or "\1"
  else
    pixel = string.char(whole(colour))
  end
  self.data[y * self.width + x + 1] = pixel
end

function image_methods:drawSprite(sprite, frame)
  assert(frame == 1 and self.spec.colorMode == ColorMode.RGB)
  for _, layer in ipairs(sprite.layers) do
    local shown = layer.isVisible and layer.cel and layer.cel.image
    for n = 1, shown and #shown.data or 0 do
      local pixel = shown.data[n]
      if #pixel == 1 then
        local colour = sprite.palette.colours[pixel:byte()]
        self.data[n] = string.char(colour.red, colour.green, colour.blue, 255)
      elseif pixel:byte(4) > 0 then
        self.data[n] = pixel
      end
    end
  end
end

local cel_meta = {}

function cel_meta.__index(self, name)
  return rawget(self, "_" .. name)
end

function cel_meta.__newindex(self, name, value)
  assert(name == "image")
  assert(app.changing > 0, "a change that cannot be taken back")
  rawset(self, "_image", value)
  self._sprite:fire()
end

local function new_cel(sprite, image)
  return setmetatable({ _sprite = sprite, _image = image }, cel_meta)
end

app = { sprites = {}, alerts = {}, changing = 0, command = {}, fs = {} }

function Sprite(width, height, mode)
  local sprite = { width = whole(width), height = whole(height), listeners = {}, filename = "Sprite" }
  sprite.spec = ImageSpec { width = width, height = height, colorMode = mode }
  sprite.pixelRatio = Size(1, 1)
  local layer = { name = "Layer 1", isVisible = true }
  layer.cel = new_cel(sprite, Image(sprite.spec))
  sprite.layers, sprite.cels = { layer }, { layer.cel }
  sprite.events = {
    on = function(_, name, listener)
      assert(name == "change")
      table.insert(sprite.listeners, listener)
      return listener
    end,
    off = function(_, listener)
      for n, one in ipairs(sprite.listeners) do
        if one == listener then
          table.remove(sprite.listeners, n)
        end
      end
    end,
  }
  function sprite:fire()
    for _, listener in ipairs({ table.unpack(self.listeners) }) do
      listener()
    end
  end
  function sprite:setPalette(palette)
    self.palette = palette
  end
  function sprite:newLayer()
    local made = { name = "", isVisible = true }
    table.insert(self.layers, made)
    return made
  end
  function sprite:deleteLayer(gone)
    for n, one in ipairs(self.layers) do
      if one == gone then
        table.remove(self.layers, n)
      end
    end
  end
  function sprite:newCel(of, frame, image, position)
    assert(frame == 1 and position.x == 0)
    of.cel = new_cel(self, image)
  end
  table.insert(app.sprites, sprite)
  app.activeSprite = sprite
  return sprite
end

function app.transaction(name, work)
  app.changing = app.changing + 1
  work()
  app.changing = app.changing - 1
end

function app.refresh() end

function app.alert(told)
  table.insert(app.alerts, told.text)
end

function app.command.BackgroundFromLayer()
  app.activeSprite.layers[1].isBackground = true
end

function app.fs.joinPath(folder, name)
  return folder .. "/" .. name
end

app.activeFrame = 1

-- The dialog keeps what it shows; buttons are pressed by their text.
function Dialog(options)
  local made = { data = {}, buttons = {}, options = {}, shown = {} }
  for _, name in ipairs { "entry", "combobox", "label" } do
    made[name] = function(self, of)
      self.data[of.id] = of.text or (of.options or {})[1]
      self.shown[of.id] = of.text
    end
  end
  function made:button(of)
    self.buttons[of.text] = of.onclick
  end
  function made:newrow() end
  function made:modify(of)
    self.shown[of.id] = of.text
    self.options[of.id] = of.options or self.options[of.id]
    if of.option then
      self.data[of.id] = of.option
    end
  end
  function made:show(of)
    assert(of.wait == false)
  end
  app.dialog = made
  return made
end

function WebSocket(of)
  local handle = python.open(of.url, function(kind, data) of.onreceive(kind, data) end)
  return {
    connect = function() handle.connect() end,
    sendText = function(_, text) handle.send(text) end,
    close = function() handle.close() end,
  }
end

json = {
  decode = function(text) return python.decode(text) end,
  encode = function(value) return python.encode(value) end,
}
