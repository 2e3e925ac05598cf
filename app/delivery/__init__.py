"""The mail outbox: a row now, sent by the worker."""
