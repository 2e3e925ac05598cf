"""
Acts taken together: those that come within a moment share one transaction, and one commit.

Two thousand people who vote in the same minute write as much as one person who asks, if each does
not wait for a commit of its own. A task beside gathers for `GATHER` seconds, less where many come,
then writes what everybody brought, in the order in which it came. An act that is refused is refused
alone; where the transaction itself fails, each act is tried by itself. Nobody is answered before
the commit: who brought an act waits for it, or says what is `then` to be done with it.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from flask import Flask, current_app

from app.core.actions import Rule, transaction
from app.core.actors import ANONYMOUS, Actor, Unread, read_actors
from app.core.allowances import Allowance
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import Claim, throttle

log = logging.getLogger(__name__)

GATHER = 0.08  # seconds: nobody sees them, and a transaction costs as much for one as for ten
ENOUGH = 50  # acts that are not waited with any longer
MOST = 1000  # acts of one transaction; where more wait, clients are read no faster than written

Perform = Callable[["list[Act]"], Callable[[], None]]


@dataclass(slots=True)
class Then:
    """What is done with an act once it is settled, and the application in which it is taken."""

    app: Flask
    tell: Callable[["Act"], None]


class Act:
    """One act among those that are taken together; `settle` ends it."""

    __slots__ = ("actor", "data", "error", "result", "speaker", "then", "things")

    def __init__(
        self, actor: Actor | Unread, things: tuple[Any, ...], data: dict[str, Any]
    ) -> None:
        self.speaker = actor
        self.actor = ANONYMOUS
        self.things = things
        self.data = data
        self.then: Then | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self, perform: Callable[..., Any]) -> None:
        """Do it, and keep the result or the refusal."""
        try:
            self.result = perform(self.actor, *self.things, **self.data)
        except Refused as refused:
            self.error = refused

    def answer(self) -> Any:
        """Return the result, or raise the refusal."""
        if self.error is not None:
            raise self.error
        return self.result


class Gathering:
    """Those who wait to be taken at the same time, and the task that takes them while some come."""

    def __init__(
        self, perform: Callable[[list[Act]], None], most: int = MOST, patience: float = GATHER
    ) -> None:
        self._perform = perform
        self._most = most  # that are taken at a time
        self._patience = patience  # seconds
        self._waiting: list[Act] = []
        self._since = 0.0  # when the first of them came
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self._is_led = False

    def bring(self, act: Act, then: Then) -> None:
        """Leave an act to be taken with those that come at the same time."""
        act.then = then
        while len(self._waiting) >= MOST:
            time.sleep(self._patience)
        with self._lock:
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting.append(act)
            leads, self._is_led = not self._is_led, True
            if len(self._waiting) >= ENOUGH:
                self._enough.set()
        if leads:
            threading.Thread(target=self._lead, args=(then.app,), daemon=True).start()

    def wait_for(self, act: Act) -> Any:
        """Bring an act and wait until it is settled; return its result, or raise its refusal."""
        gate = threading.Event()
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        self.bring(act, Then(app, lambda _act: gate.set()))
        gate.wait()
        return act.answer()

    def _lead(self, app: Flask) -> None:
        while acts := self._gathered():
            with app.app_context():
                self._take(acts)

    def _gathered(self) -> list[Act]:
        """Return those who came; without any, nobody leads until somebody comes."""
        with self._lock:
            self._is_led = bool(self._waiting)
        if not self._is_led:
            return []
        self._enough.wait(max(0.0, self._since + self._patience - time.monotonic()))
        with self._lock:
            self._enough.clear()
            acts, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        return acts

    def _take(self, acts: list[Act]) -> None:
        try:
            self._perform(acts)
        except Exception as error:
            log.exception("%s acts were not taken", len(acts))
            for act in acts:
                act.error = error
        for act in acts:
            try:
                if act.then:
                    act.then.tell(act)
            except Exception:
                log.exception("an act was settled, but telling it failed")


def together(
    rule: Rule, *, allowance: str, crowd: Allowance, named: Callable[..., Any]
) -> Callable[[Perform], Callable[..., Any]]:
    """
    Make a function the guarded writer of acts that are taken together.

    It is given the acts, settles each under `rule` with `permit`, writes, and returns what is to
    be done after the commit. `allowance` is what one person may do of it, and `crowd` all who come
    from one address or to one room; `named` is what is kept of each thing while it waits, with the
    number of its room. Called with `then`, the writer returns at once, and tells it of the act once
    that is settled.

    :raises SignInRequired: if nobody is known and the rule refuses
    :raises NotAllowed: if the rule refuses
    :raises TooMany: if an allowance is used up
    """

    def decorate(perform: Perform) -> Callable[..., Any]:
        settle = partial(_settle, perform, allowance, crowd)
        gathering = Gathering(settle)

        @wraps(perform)
        def act(actor: Actor | Unread, *things: Any, then: Then | None = None, **data: Any) -> Any:
            one = Act(actor, tuple(map(named, things)), data)
            if then is not None:
                gathering.bring(one, then)
                return None
            if db.session.registry.has():
                if db.session.info.get("acting"):
                    settle([one])
                    return one.answer()
                db.session.rollback()  # the reads of the door end here
                db.session.expire_all()
            return gathering.wait_for(one)

        act.rule = rule  # type: ignore[attr-defined]
        return act

    return decorate


def _settle(perform: Perform, allowance: str, crowd: Allowance, acts: list[Act]) -> None:
    for act, actor in zip(acts, read_actors([act.speaker for act in acts]), strict=True):
        act.actor = actor
    _spend(allowance, crowd, acts)
    open_acts = [act for act in acts if act.error is None]
    if not open_acts:
        return
    try:
        _write(perform, open_acts)
    except Exception as error:
        if len(open_acts) == 1:
            open_acts[0].error = error
        else:
            log.warning("%s acts are tried one by one", len(open_acts), exc_info=True)
            for act in open_acts:
                act.result = act.error = None
                _settle_alone(perform, act)


def _spend(allowance: str, crowd: Allowance, acts: list[Act]) -> None:
    """Take what each person may do, then what theirs may: at once where there is enough for all."""
    theirs: dict[tuple[str, int], list[Act]] = defaultdict(list)
    own = throttle.spend_each if db.session.info.get("acting") else throttle.take
    for act in acts:
        if act.actor.is_known:
            _try(act, own, [Claim(allowance, (crowd.name, str(act.actor.id)))])
        if act.error is None:
            theirs[act.speaker.origin, act.things[0].room_id].append(act)
    for (origin, room_id), members in theirs.items():
        spend = partial(crowd.spend, Unread(None, origin), room_id)
        try:
            spend(times=len(members))
        except Refused:
            for act in members:
                _try(act, spend)


def _try(act: Act, spend: Callable[..., None], *what: Any) -> None:
    try:
        spend(*what)
    except Refused as refused:
        act.error = refused


def _settle_alone(perform: Perform, act: Act) -> None:
    try:
        _write(perform, [act])
    except Exception as error:
        act.error = error


def _write(perform: Perform, acts: list[Act]) -> None:
    is_inside = db.session.info.get("acting")
    with transaction():
        after = perform(acts)
    if not is_inside:  # else nothing is committed yet
        after()
