"""What the command line does: import a record, prepare the demonstration."""

from app.record.actions.importing import import_record

__all__ = ["import_record"]
