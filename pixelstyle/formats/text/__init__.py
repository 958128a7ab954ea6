"""Pictures as text: characters in colours, for terminals and as bulletin boards sent them."""
