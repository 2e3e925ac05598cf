"""People, their devices, how they sign in, and the roles they were given."""
