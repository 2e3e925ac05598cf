"""Rooms of a meeting: questions, votes, the written feed, the desk and the screen."""
