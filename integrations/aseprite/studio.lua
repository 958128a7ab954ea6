-- A connection to PixelStyle's studio: messages of the engine's protocol over a WebSocket.

local studio = {}
studio.__index = studio

-- `address` is what `pixelstyle studio` prints; `told(state)` hears 'open' and 'closed'.
function studio.connect(address, told)
  local host, path = address:match("^%s*https?://([^/%s]+)(/[^%s]*)$")
  if not host then
    return nil, "That is no address of a studio; `pixelstyle studio` prints it."
  end
  if not (host:match("^127%.0%.0%.1:%d+$") or host:match("^localhost:%d+$") or host:match("^%[::1%]:%d+$")) then
    return nil, "A studio is on this computer only: its address begins with http://127.0.0.1."
  end
  local self = setmetatable({ waiting = {}, number = 0, modes = {}, told = told }, studio)
  self.socket = WebSocket {
    url = "ws://" .. host .. path:gsub("/*$", "") .. "/socket",
    deflate = false,
    onreceive = function(kind, data)
      self:hear(kind, data)
    end,
  }
  self.socket:connect()
  return self
end

function studio:hear(kind, data)
  if kind == WebSocketMessageType.CLOSE then
    local waiting = self.waiting
    self.waiting, self.open = {}, false
    self.told("closed")
    for _, answer in pairs(waiting) do
      answer({ type = "error", message = "The studio has closed the connection." })
    end
  elseif kind == WebSocketMessageType.TEXT then
    local message = json.decode(data)
    if message.type == "hello" then
      self.modes, self.open = message.modes, true
      self.told("open")
    elseif message.id ~= nil and self.waiting[message.id] then
      self.waiting[message.id](message)
    end
  end
end

local LAST = { done = true, error = true, cancelled = true, checked = true, canvas = true, stroked = true }

-- Send a message; `answer` hears all that comes of it, up to the last.
function studio:ask(message, answer)
  self.number = self.number + 1
  local id = "aseprite-" .. self.number
  message.id = id
  self.waiting[id] = function(heard)
    if LAST[heard.type] then
      self.waiting[id] = nil
    end
    answer(heard)
  end
  self.socket:sendText(json.encode(message))
  return id
end

function studio:cancel(id)
  self.socket:sendText(json.encode({ type = "cancel", id = id }))
end

function studio:close()
  self.socket:close()
end

return studio
