"""How fast a gift is shown."""
