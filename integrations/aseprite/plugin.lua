-- PixelStyle for Aseprite: File > Scripts, and the commands that it adds under Sprite.

local folder, studio_of, live_of, png, sprites
local connection, painting, dialog

local function tell(text)
  if dialog then
    dialog:modify { id = "state", text = text }
  end
end

local function complain(message)
  tell("")
  app.alert { title = "PixelStyle", text = message }
end

local function picture(sprite)
  local width, height, rgb = sprites.rgb(sprite, app.activeFrame or 1)
  return png.base64(png.encode(width, height, rgb))
end

-- A native picture of the machine's becomes a sprite, or the picture of one that there is.
local function put(mode, picture_of, sprite, after)
  connection:ask({ type = "canvas", mode = mode, png = picture_of }, function(told)
    if told.type ~= "canvas" then
      complain(told.message)
      return
    end
    if type(told.levels) == "number" then
      complain("A sprite has 256 colours at most; paint on this machine's picture in the studio's page.")
      return
    end
    local indices = png.unbase64(told.indices)
    if sprite == nil then
      sprite = sprites.new(told, indices)
    else
      sprites.show(sprite, indices)
    end
    app.refresh()
    after(told, sprite)
  end)
end

local function paint_live(told, sprite)
  if painting then
    painting:stop()
  end
  painting = live_of.begin(connection, told, sprite, function(count)
    tell(count and count .. " pixels cannot be so" or "Another size: painting under the rules has ended")
  end)
  tell("Painting under the rules of " .. told.mode)
end

-- Run a recipe on the open sprite, show how it gets on, and paint on what came of it.
local function run(recipe, message)
  local before, mode = app.activeSprite, message.settings.mode
  message.type, message.recipe = "run", recipe
  local shown, busy
  local id = connection:ask(message, function(told)
    if told.type == "step" then
      tell(string.format("%d of %d", told.iteration, told.iterations))
      if told.preview and told.preview.png and not busy then
        busy = true
        put(mode, told.preview.png, shown, function(_, sprite)
          shown, busy = sprite, false
        end)
      end
    elseif told.type == "done" then
      put(mode, told.native.png, shown, paint_live)
    elseif told.type == "error" then
      complain(told.message)
      app.activeSprite = before
    elseif told.type == "cancelled" then
      tell("Cancelled")
    end
  end)
  tell("...")
  return id
end

local function ready()
  if not (connection and connection.open) then
    complain("Connect to a studio first: run `pixelstyle studio` and give its address.")
  elseif not app.activeSprite then
    complain("Open a picture first.")
  else
    return true
  end
  return false
end

local actions = {}

function actions.convert(mode)
  if ready() then
    run("convert", { handed = { image = picture(app.activeSprite) }, settings = { mode = mode } })
  end
end

-- `style` is an open sprite, or a painter's name.
function actions.stylize(mode, style)
  if not ready() then
    return
  end
  local handed, settings = { content = picture(app.activeSprite) }, { mode = mode }
  if type(style) == "string" then
    settings.painter = style
  else
    handed.style = picture(style)
  end
  actions.running = run("stylize", { handed = handed, settings = settings, preview = 2 })
end

function actions.cancel()
  if connection and actions.running then
    connection:cancel(actions.running)
  end
end

function actions.check(mode)
  if not ready() then
    return
  end
  local sprite, frame = app.activeSprite, app.activeFrame or 1
  connection:ask({ type = "check", mode = mode, png = picture(sprite) }, function(told)
    if told.type ~= "checked" then
      complain(told.message)
      return
    end
    local boxes, first = {}, nil
    for _, clash in ipairs(told.clashes) do
      first = first or clash.text
      if not clash.whole then
        boxes[#boxes + 1] = clash.box
      end
    end
    app.transaction("PixelStyle: check", function()
      sprites.frame(sprite, frame, boxes)
    end)
    app.refresh()
    tell(#told.clashes == 0 and "Legal for " .. told.title or #told.clashes .. " clashes. " .. first)
  end)
end

-- The open sprite, which is legal already, is painted on from here.
function actions.paint(mode)
  if ready() then
    put(mode, picture(app.activeSprite), nil, paint_live)
  end
end

function actions.connect(address, told)
  if connection then
    connection:close()
  end
  local failure
  connection, failure = studio_of.connect(address, function(state)
    tell(state == "open" and "Connected" or "Not connected")
    if told then
      told(state, connection)
    end
  end)
  if not connection then
    complain(failure)
  end
end

local function open_dialog(plugin)
  local known = plugin.preferences
  local function remembered()
    local data = dialog.data
    known.mode, known.style = data.mode, data.style
    return data
  end
  local function style_of(data)
    for _, sprite in ipairs(app.sprites) do
      if sprite.filename == data.style then
        return sprite
      end
    end
    return data.style
  end
  dialog = Dialog { title = "PixelStyle", onclose = function() dialog = nil end }
  dialog:entry { id = "address", label = "Studio", text = known.address or "" }
  dialog:button { text = "Connect", onclick = function()
    known.address = dialog.data.address
    actions.connect(known.address, function(state, there)
      if state == "open" and dialog then
        local names = {}
        for _, mode in ipairs(there.modes) do
          names[#names + 1] = mode.name
        end
        dialog:modify { id = "mode", options = names, option = known.mode or "c64-multicolor" }
      end
    end)
  end }
  dialog:combobox { id = "mode", label = "Machine", options = { known.mode or "c64-multicolor" } }
  dialog:entry { id = "style", label = "Painter or open picture", text = known.style or "van-gogh" }
  dialog:button { text = "Convert", onclick = function() actions.convert(remembered().mode) end }
  dialog:button { text = "Stylize", onclick = function()
    local data = remembered()
    actions.stylize(data.mode, style_of(data))
  end }
  dialog:newrow()
  dialog:button { text = "Check", onclick = function() actions.check(remembered().mode) end }
  dialog:button { text = "Paint under the rules", onclick = function() actions.paint(remembered().mode) end }
  dialog:button { text = "Cancel", onclick = actions.cancel }
  dialog:label { id = "state", text = connection and connection.open and "Connected" or "Not connected" }
  dialog:show { wait = false }
end

function init(plugin)
  folder = plugin.path
  PIXELSTYLE_FOLDER = folder
  png = dofile(app.fs.joinPath(folder, "png.lua"))
  sprites = dofile(app.fs.joinPath(folder, "sprites.lua"))
  studio_of = dofile(app.fs.joinPath(folder, "studio.lua"))
  live_of = dofile(app.fs.joinPath(folder, "live.lua"))
  plugin:newCommand {
    id = "PixelStyle",
    title = "PixelStyle...",
    group = "sprite_properties",
    onclick = function()
      if dialog == nil then
        open_dialog(plugin)
      end
    end,
  }
  return actions
end

function exit()
  if painting then
    painting:stop()
  end
  if connection then
    connection:close()
  end
end
