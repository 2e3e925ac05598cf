"""Toukanblon: a state listens to its citizens abroad and can be held to what it answered."""
