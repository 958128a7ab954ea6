"""What the plug-in pixelstyle.py is made of. Standard library and gi only: GIMP's Python has nothing else.

engine, engine_location, transport, request, presets, pictures, installation and errors need no GIMP; arguments, layers,
engine_inputs, answers, watcher, run_request, procedures and the folder `native` do; `dialogs` needs a display too.
"""
