"""Meetings: sessions, forums, assizes, missions, with what is known of them."""
