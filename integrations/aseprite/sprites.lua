-- Sprites to pixels and back.

local sprites = {}

sprites.CLASHES = "PixelStyle: clashes"
local FRAME = Color { r = 255, g = 0, b = 255 }

-- What is seen of a frame: width, height, and three bytes a pixel; what is transparent is black.
function sprites.rgb(sprite, frame)
  local hidden = {}
  for _, layer in ipairs(sprite.layers) do
    if layer.name == sprites.CLASHES and layer.isVisible then
      layer.isVisible = false
      hidden[#hidden + 1] = layer
    end
  end
  local image = Image(ImageSpec { width = sprite.width, height = sprite.height, colorMode = ColorMode.RGB })
  image:drawSprite(sprite, frame)
  for _, layer in ipairs(hidden) do
    layer.isVisible = true
  end
  local rgb = image.bytes:gsub("(...)(.)", function(colour, alpha)
    return alpha == "\0" and "\0\0\0" or colour
  end)
  return sprite.width, sprite.height, rgb
end

-- A sprite in the machine's own pixels and palette; `canvas` is the studio's message, `indices` a byte a pixel.
function sprites.new(canvas, indices)
  local width, height = canvas.size[1], canvas.size[2]
  local sprite = Sprite(width, height, ColorMode.INDEXED)
  local palette = Palette(#canvas.palette)
  for number, colour in ipairs(canvas.palette) do
    local red, green, blue = colour:match("#(%x%x)(%x%x)(%x%x)")
    palette:setColor(number - 1, Color {
      r = tonumber(red, 16), g = tonumber(green, 16), b = tonumber(blue, 16), a = 255,
    })
  end
  sprite:setPalette(palette)
  app.activeSprite = sprite
  app.command.BackgroundFromLayer() -- so that colour 0 is a colour
  local across, down = canvas.pixel[1], canvas.pixel[2]
  if across ~= down and across <= 2 and down <= 2 then
    sprite.pixelRatio = Size(across, down)
  end
  sprites.show(sprite, indices)
  return sprite
end

-- What is painted on.
function sprites.image(sprite)
  return sprite.cels[1].image
end

-- Another image in its place, which can be taken back.
function sprites.replace(sprite, image)
  app.transaction("PixelStyle", function()
    sprite.cels[1].image = image
  end)
end

-- All pixels anew.
function sprites.show(sprite, indices)
  local image = Image(sprite.spec)
  image.bytes = indices
  sprites.replace(sprite, image)
end

-- The pixels in which two pictures differ: for each colour of the newer a list of numbers, row by row from 0.
function sprites.differences(before, now)
  local found, any = {}, false
  for from = 1, #now, 4096 do
    local to = math.min(from + 4095, #now)
    if before:sub(from, to) ~= now:sub(from, to) then
      for at = from, to do
        local colour = now:byte(at)
        if colour ~= before:byte(at) then
          found[colour] = found[colour] or {}
          table.insert(found[colour], at - 1)
          any = true
        end
      end
    end
  end
  return found, any
end

-- Frames around boxes of left, top, width and height, on a layer of their own.
function sprites.frame(sprite, frame, boxes)
  for _, layer in ipairs(sprite.layers) do
    if layer.name == sprites.CLASHES then
      sprite:deleteLayer(layer)
      break
    end
  end
  if #boxes == 0 then
    return
  end
  local layer = sprite:newLayer()
  layer.name = sprites.CLASHES
  local image = Image(sprite.spec)
  image:clear()
  for _, box in ipairs(boxes) do
    local left, top = math.floor(box[1]), math.floor(box[2])
    local right, bottom = left + math.floor(box[3]) - 1, top + math.floor(box[4]) - 1
    for x = left, right do
      image:drawPixel(x, top, FRAME)
      image:drawPixel(x, bottom, FRAME)
    end
    for y = top, bottom do
      image:drawPixel(left, y, FRAME)
      image:drawPixel(right, y, FRAME)
    end
  end
  sprite:newCel(layer, frame, image, Point(0, 0))
end

return sprites
