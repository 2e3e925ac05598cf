"""The demonstration's recommendations: one for each way that a promise may go; all invented."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.clock import today
from app.directory.queries import by_slug
from app.followup import actions as followup
from app.followup.models import (
    Commitment,
    Decision,
    Execution,
    ProgressReport,
    Recommendation,
)
from app.giving import queries as given
from app.meetings import actions as meetings
from app.meetings.models import Meeting
from app.record.actions.cast import Tokens, _acting, _picture
from app.record.actions.demonstration_giving import CAMPAIGN, PROGRAMME, SERVICE

EARLIER = "demonstration-precedente"
Measures = Mapping[int, int] | None
HELD = -200  # days from today to the meeting that the recommendations come from


def _demonstrate_followup(actor: Actor, tokens: Tokens) -> None:
    """Carry each recommendation to where it stands, once, by who plays each role."""
    if by_slug(Meeting, EARLIER) is not None:
        return
    meeting = meetings.plan_meeting(
        actor,
        slug=EARLIER,
        title="Rencontre de démonstration précédente",
        framework="toukanblon",
        kind="session",
        mode="hybrid",
        city="Bamako",
        country="ML",
        timezone="Africa/Bamako",
        starts_on=_in_days(HELD),
        ends_on=_in_days(HELD + 1),
        is_demonstration=True,
    )
    Outcomes(tokens, meeting).carry()


def _in_days(days: int) -> date:
    """Return the day that comes after so many days, before where they are negative."""
    return today() + timedelta(days=days)


class Outcomes:
    """Who asks, answers, promises, reports, verifies and closes."""

    def __init__(self, tokens: Tokens, meeting: Meeting) -> None:
        self.meeting = meeting
        self.tokens = tokens
        self.secretary = _acting(tokens, Role.SECRETARIAT)
        self.reporter = _acting(tokens, Role.RESPONDENT)
        self.validator = _acting(tokens, Role.TECHNICAL_COMMITTEE)

    def carry(self) -> None:
        """Carry each recommendation to where it stands."""
        ways: tuple[Callable[[], object], ...] = (
            *(self._closed, self._late, self._silent, self._on_time),
            *(self._unanswered, self._refused),
        )
        for carry in ways:
            carry()

    def _closed(self) -> None:
        found = self._issued(
            "Ouvrir un guichet d’accueil le samedi matin",
            "Je travaille toute la semaine : le guichet est fermé quand je peux venir.",
        )
        self._answered(found, Decision.ACCEPTED, "Le guichet ouvrira le samedi, à l’essai.")
        promise = self._promised(found, "Un guichet ouvert chaque samedi matin", due=5)
        self._budgeted(promise, "1 200 000")
        self._reported(promise, Execution.DONE, "Le guichet a ouvert douze samedis de suite.")
        followup.request_closure(
            self.secretary, found, reason="Tout est vérifié : le guichet est ouvert."
        )
        followup.decide_closure(
            _acting(self.tokens, Role.STEERING_COMMITTEE),
            found,
            to="closed",
            reason="Le Comité constate que la promesse est tenue.",
        )

    def _late(self) -> None:
        found = self._issued(
            "Tenir une permanence mobile chaque trimestre",
            "Renouveler ses papiers demande une journée de route.",
        )
        self._answered(found, Decision.PARTLY, "D’accord pour des journées mobiles, sans bureau.")
        promise = self._promised(found, "Deux journées mobiles par trimestre", due=-70)
        followup.reschedule(
            self.secretary, promise, due_on=_in_days(-24), reason="Le véhicule n’est pas livré."
        )
        self._sent(promise, Execution.PREPARING, "Les lieux sont choisis avec deux associations.")

    def _silent(self) -> None:
        found = self._issued(
            "Publier le délai réel de chaque démarche",
            "Personne ne dit combien de temps il faut attendre.",
        )
        self._answered(found, Decision.ACCEPTED, "Les délais seront affichés et mis à jour.")
        promise = self._promised(found, "Une page de délais, tenue à jour", due=60)
        self._budgeted(promise, "300 000")

    def _on_time(self) -> None:
        found = self._issued(
            "Équiper les écoles de tables et de bancs",
            "Les enfants du village écrivent sur leurs genoux.",
        )
        self._answered(found, Decision.ACCEPTED, "Deux écoles seront équipées, puis d’autres.")
        promise = self._promised(found, "Des tables et des bancs pour deux écoles", due=90)
        schools = followup.measure_commitment(
            self.secretary, promise, title="Écoles équipées", unit="écoles", target=2
        )
        self._budgeted(promise, "500 000")
        campaign = given.campaign_by_slug(CAMPAIGN)
        assert campaign is not None
        for lot in given.latest_gifts(self.secretary, campaign_id=campaign.id):
            self._linked(f"lot:{lot.ref}", promise)
        self._linked(f"programme:{PROGRAMME}", promise)
        self._reported(promise, Execution.IN_PROGRESS, "Une école a ses tables.", {schools.id: 1})

    def _unanswered(self) -> None:
        self._issued(
            "Traduire les formulaires en bamanankan",
            "Ma mère ne lit pas le français et signe sans comprendre.",
        )

    def _refused(self) -> None:
        found = self._issued("Rembourser les frais de déplacement", None)
        self._answered(found, Decision.REFUSED, "Aucun texte ne permet ce remboursement.")
        followup.request_closure(
            self.secretary, found, reason="La réponse est donnée : rien n’a été promis."
        )

    def _issued(self, text: str, words: str | None) -> Recommendation:
        """Issue a text, from what somebody said where it is known."""
        concern = words and followup.enter_concern(
            self.secretary,
            words=words,
            channel="meeting",
            country="FR",
            raised_on=self.meeting.starts_on,
            meeting=self.meeting.slug,
        )
        return followup.issue_from_meeting(
            self.secretary,
            self.meeting,
            text=text,
            concern=concern.ref if concern else None,
            addressed_to=SERVICE,
        )

    def _answered(self, found: Recommendation, decision: Decision, reason: str) -> None:
        followup.answer_recommendation(
            self.secretary,
            found,
            decision=decision.value,
            reason=reason,
            decided_on=_in_days(HELD + 25),
            signatory=SERVICE,
        )

    def _promised(self, found: Recommendation, deliverable: str, due: int) -> Commitment:
        return followup.make_commitment(
            self.secretary,
            found,
            deliverable=deliverable,
            lead=SERVICE,
            made_on=_in_days(HELD + 40),
            due_on=_in_days(due),
        )

    def _budgeted(self, promise: Commitment, amount: str) -> None:
        followup.enter_budget(
            self.secretary,
            promise,
            kind="planned",
            amount=amount,
            on_date=_in_days(HELD + 50),
            reference="Ligne de démonstration",
        )

    def _linked(self, money: str, promise: Commitment) -> None:
        followup.link_things(
            self.secretary, kind="implements", start=money, end=f"commitment:{promise.id}"
        )

    def _sent(
        self, promise: Commitment, execution: Execution, words: str, measures: Measures = None
    ) -> ProgressReport:
        """Send a report with a piece of evidence."""
        report = followup.draft_report(
            self.reporter, promise, execution=execution.value, words=words, measures=measures
        )
        followup.add_evidence(
            self.reporter,
            report,
            stream=_picture(str(report.id)),
            caption="Photo de démonstration",
            public=True,
        )
        return followup.submit_report(self.reporter, report)

    def _reported(
        self, promise: Commitment, execution: Execution, words: str, measures: Measures = None
    ) -> None:
        """Send a report, which another person verifies."""
        report = self._sent(promise, execution, words, measures)
        followup.validate_report(
            self.validator,
            report,
            confirmed=True,
            execution=execution.value,
            words="Vu sur place par une autre personne que celle qui rapporte.",
        )
