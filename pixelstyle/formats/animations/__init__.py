"""Films that machines play: a module a format, each with an encoder and a decoder; `registry` knows them."""
