"""What the command line does: import a record, prepare the demonstration."""

from app.record.actions.demonstration import Demonstration, prepare_demonstration
from app.record.actions.importing import import_record

__all__ = ["Demonstration", "import_record", "prepare_demonstration"]
