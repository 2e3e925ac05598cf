"""How fast a room of thousands is told, and how many votes it takes."""
