"""What the plug-in pixelstyle.py is made of. Standard library and gi only: GIMP's Python has nothing else.

place, wire, engine, pictures, request and presets need no GIMP; layers, work and procedures do; dialog, form, sources,
live, view and progress need a display too.
"""
