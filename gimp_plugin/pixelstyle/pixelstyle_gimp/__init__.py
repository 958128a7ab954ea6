"""What the plug-in pixelstyle.py is made of. Standard library and gi only: GIMP's Python has nothing else.

engine, engine_location, transport, request, words, surprise, pictures, installation, errors and the folder `kept` do
without GIMP; arguments, layers, results, engine_inputs, answers, watcher, run_request, procedures and `native` need it;
`dialogs` needs a display too.
"""
