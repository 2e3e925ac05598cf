"""A served follow-up with the whole record and a case in each of its places."""

from typing import Any

from app.accounts.models import Role
from app.core.actors import SYSTEM
from app.followup import actions
from app.record.actions import import_record
from app.record.cli import PUBLIC_RECORD
from app.record.schemas.reading import read_document
from tests.e2e.stage import Cookie, Stage
from tests.factories import accounts as people
from tests.factories import followup as make

CASES = 12
REF = "CCMEX-1/R-01"


class FollowupStage(Stage):
    """The record, and recommendations that are late, blocked, declared, verified, to be closed."""

    work: int
    held: int
    draft: int
    sent: int

    def fill(self) -> None:
        """Bring everything in."""
        with self.data():
            import_record(SYSTEM, document=read_document(PUBLIC_RECORD.read_bytes()))
        with self.data():
            self._write()
            self._cases()

    def staff(self, *roles: Role) -> Cookie:
        """Return the session cookie of somebody who holds roles."""
        with self.data():
            self._write()
            person = people.staff(*roles, name="Personne de démonstration")
            return self._cookie(person, second_factor=True)

    def _cases(self) -> None:
        secretariat = make.secretariat()
        origin = actions.register_instrument(
            SYSTEM, code="ccmex-1", kind="meeting", meeting="ccmex-1", source="S1"
        )
        for number in range(CASES):
            text = f"Tenir une permanence consulaire mobile, ville n° {number}."
            concern = actions.enter_concern(secretariat, words=f"Il faut {text.lower()}").ref
            issued = make.recommendation(origin, text=text, concern=concern, theme="consulaire")
            details: dict[str, Any] = {"due_on": make.in_days(20 * (number - 6))}
            if number % 6 != 5:
                promise = make.commitment(issued, lead="inps", **details)
                self._carry(issued, promise, number % 6)
        promise = make.commitment(origin_of(origin), lead="inps")
        self.work, self.held = promise.recommendation_id, promise.id
        self.sent = make.sent(promise, actor=secretariat).id

    def _carry(self, issued: Any, promise: Any, place: int) -> None:
        secretariat = make.secretariat()
        actions.enter_budget(secretariat, promise, kind="planned", amount="12500000")
        if place == 0:
            actions.say_obstacle(secretariat, promise, blocked=True, reason="Accord attendu.")
            make.verified(promise, "in_progress", percent=40)
            make.sent(promise, execution="largely_done", percent=75)
        elif place == 1:
            make.verified(promise)
            actions.request_closure(secretariat, issued, reason="Tout est vérifié.")
        elif place == 2:
            actions.reschedule(
                secretariat, promise, due_on=make.in_days(300), reason="Véhicule en panne."
            )


def origin_of(origin: Any) -> Any:
    """Return one more recommendation of an instrument."""
    return make.recommendation(origin, text="Ouvrir des stages aux étudiants.")
