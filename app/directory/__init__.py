"""Organisations, standing frameworks with their committees, taxonomies and sources."""
