"""What the plug-in pixelstyle.py is made of. Standard library and gi only: GIMP's Python has nothing else.

engine, engine_location, transport, request, presets, pictures, installation and errors need no GIMP; arguments, layers,
engine_inputs, watcher, run_request and procedures do; the folder `dialogs` needs a display too.
"""
