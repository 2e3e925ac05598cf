"""
Acts taken together: those that come within a moment share one transaction, and one commit.

Two thousand people who vote in the same minute write as much as one person who asks, if each does
not wait for a commit of its own. Whoever comes first gathers for `GATHER` seconds, then writes
what everybody brought, in the order in which it came. An act that is refused is refused alone;
where the transaction itself fails, each act is tried by itself. Nobody is answered before the
commit.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from app.core.actions import Rule, transaction
from app.core.actors import Actor, Unread, read_actors
from app.core.db import db
from app.core.errors import NotAllowed, Refused, SignInRequired
from app.core.throttle import throttle

log = logging.getLogger(__name__)

GATHER = 0.02  # seconds

Perform = Callable[["list[Act]"], Callable[[], None]]


class Act:
    """One act among those that are taken together; `settle` ends it."""

    def __init__(
        self, actor: Actor | Unread, things: tuple[Any, ...], data: dict[str, Any]
    ) -> None:
        self.speaker = actor
        self.actor = Actor()
        self.things = things
        self.data = data
        self.result: Any = None
        self.error: BaseException | None = None
        self.leads = False
        self._gate = threading.Lock()
        self._gate.acquire()

    def settle(self, perform: Callable[..., Any]) -> None:
        """Do it, and keep the result or the refusal."""
        try:
            self.result = perform(self.actor, *self.things, **self.data)
        except Refused as refused:
            self.error = refused

    def wait(self) -> None:
        """Wait until it is done, or until it is the one to lead the next ones."""
        self._gate.acquire()

    def wake(self) -> None:
        """Let its caller go on."""
        self._gate.release()

    def answer(self) -> Any:
        """Return the result, or raise the refusal."""
        if self.error is not None:
            raise self.error
        return self.result


class Gathering:
    """Those who wait for the next transaction; one of them leads it."""

    def __init__(self, perform: Callable[[list[Act]], None]) -> None:
        self._perform = perform
        self._waiting: list[Act] = []
        self._lock = threading.Lock()
        self._is_led = False

    def take(self, act: Act) -> Any:
        """Perform the act with those that come at the same time, and return its result."""
        with self._lock:
            self._waiting.append(act)
            act.leads, self._is_led = not self._is_led, True
        if not act.leads:
            act.wait()
        if act.leads:
            self._lead()
        return act.answer()

    def _lead(self) -> None:
        time.sleep(GATHER)
        with self._lock:
            acts, self._waiting = self._waiting, []
        try:
            self._perform(acts)
        except BaseException as error:
            for act in acts:
                act.error = error
            raise
        finally:
            self._hand_over(acts)

    def _hand_over(self, acts: list[Act]) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        if following:
            following.leads = True
            following.wake()
        for act in acts:
            if not act.leads:
                act.wake()


def together(rule: Rule, *, allowance: str, name: str) -> Callable[[Perform], Callable[..., Any]]:
    """
    Make a function the guarded writer of acts that are taken together.

    It is given the acts, settles each under `rule` with `permit`, writes, and returns what is to
    be done after the commit. `allowance` is what one person may do of it, as `name`.

    :raises SignInRequired: if nobody is known and the rule refuses
    :raises NotAllowed: if the rule refuses
    :raises TooMany: if the allowance is used up
    """

    def decorate(perform: Perform) -> Callable[..., Any]:
        settle = partial(_settle, perform, allowance, name)
        gathering = Gathering(settle)

        @wraps(perform)
        def act(actor: Actor | Unread, *things: Any, **data: Any) -> Any:
            one = Act(actor, things, data)
            if db.session.registry.has():
                if db.session.info.get("acting"):
                    settle([one])
                    return one.answer()
                db.session.rollback()  # the reads of the door end here
                db.session.expire_all()
            return gathering.take(one)

        act.rule = rule  # type: ignore[attr-defined]
        return act

    return decorate


def permit(rule: Rule, actor: Actor, *things: Any) -> None:
    """
    Ask the rule.

    :raises SignInRequired: if nobody is known and the rule refuses
    :raises NotAllowed: if the rule refuses
    """
    if not rule(actor, *things):
        raise NotAllowed() if actor.is_known else SignInRequired()


def _settle(perform: Perform, allowance: str, name: str, acts: list[Act]) -> None:
    for act, actor in zip(acts, read_actors([act.speaker for act in acts]), strict=True):
        act.actor = actor
    for act in acts:
        if act.actor.is_known:
            _spend(act, allowance, name)
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


def _spend(act: Act, allowance: str, name: str) -> None:
    try:
        throttle.spend(allowance, name, act.actor.id)
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
