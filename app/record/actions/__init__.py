"""What the command line does: import a record, prepare the demonstration."""

from app.record.actions.demonstration import Demonstration, open_stage, play_demonstration
from app.record.actions.importing import import_record

__all__ = ["Demonstration", "import_record", "open_stage", "play_demonstration"]
