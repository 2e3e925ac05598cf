"""What somebody corrected by hand stays when the record comes again."""

from app.core.actors import SYSTEM
from app.core.facts import count
from app.followup import actions as followup
from app.followup import queries as followed
from app.record import actions
from app.record.cli import PUBLIC_RECORD
from app.record.schemas.reading import read_document
from tests.factories import followup as make


def test_a_figure_keeps_the_name_that_it_was_given(record: None) -> None:
    figure = followed.indicator_or_none("tokten-missions")
    assert figure is not None
    followup.describe_indicator(
        make.secretariat(), figure, title="Missions des experts", unit=figure.unit
    )
    told = count()
    actions.import_record(SYSTEM, document=read_document(PUBLIC_RECORD.read_bytes()))
    assert (figure.title, count()) == ("Missions des experts", told)
