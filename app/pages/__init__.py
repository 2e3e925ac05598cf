"""The home page and the pages about the platform itself; they read and write nothing."""
