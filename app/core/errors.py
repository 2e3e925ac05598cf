"""Refusals: each can be read aloud to the person it stops, and knows its HTTP status."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from app.core.i18n import N_, duration, translate


class Refused(Exception):
    """An act that was refused; nothing was written."""

    status = 409
    code = "refused"
    message = N_("Cette action n’est pas possible maintenant.")
    # The names that forms give to what is at fault; the first that a form has shows the sentence.
    beside: tuple[str, ...] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code)
        self.values = values

    @property
    def sentence(self) -> str:
        """The reason in the reader's language."""
        return translate(self.message, **self.values)

    @property
    def fields(self) -> Mapping[str, Sequence[str]]:
        """The sentences for each field at fault; empty when no field is."""
        return {}

    @property
    def more(self) -> Mapping[str, Any]:
        """What programs are told besides; empty for most."""
        return {}


class SignInRequired(Refused):
    """The act needs somebody to be known."""

    status = 401
    code = "sign_in_required"
    message = N_("Dites-nous d’abord qui vous êtes.")


class SecondFactorRequired(Refused):
    """The act needs a role, and the role needs a second factor in this session."""

    status = 403
    code = "second_factor_required"
    message = N_("Ce rôle demande une seconde vérification. Confirmez-la, puis reprenez.")


class NotAllowed(Refused):
    """The actor may see the thing but not do this to it."""

    status = 403
    code = "not_allowed"
    message = N_("Vous n’avez pas le droit de faire cela, ou ce n’est plus le moment.")


class NotFound(Refused):
    """The thing does not exist, or not for this actor."""

    status = 404
    code = "not_found"
    message = N_("Cette page n’existe pas, ou n’est pas ouverte à vous.")


class Conflict(Refused):
    """The thing changed meanwhile, or the key was already used for something else."""

    code = "conflict"
    message = N_("Cet élément a changé entre-temps. Rechargez la page et recommencez.")


class TooMany(Refused):
    """Too many acts in too short a time: `wait` is the seconds until the next is taken."""

    status = 429
    code = "too_many"
    message = N_("Vous allez trop vite. Patientez un peu, puis recommencez.")
    of = {  # noqa: RUF012 (constant, like the sentences beside it)
        "person": N_("Vous allez trop vite. Rien n’a été enregistré : recommencez dans %(wait)s."),
        "address": N_(
            "Trop de messages arrivent à la fois de votre connexion, que d’autres partagent. "
            "Le vôtre n’a pas été enregistré : recommencez dans %(wait)s."
        ),
        "room": N_(
            "Trop de messages arrivent à la fois dans cette salle. "
            "Le vôtre n’a pas été enregistré : recommencez dans %(wait)s."
        ),
    }

    def __init__(self, wait: float = 0, whose: str = "person") -> None:
        super().__init__()
        self.wait = ceil(wait)
        if self.wait:
            self.message = self.of[whose]

    @property
    def sentence(self) -> str:
        """The reason in the reader's language, and when to try again."""
        if not self.wait:
            return translate(self.message)
        return translate(self.message, wait=duration(self.wait))

    @property
    def more(self) -> Mapping[str, Any]:
        """The seconds to wait, where they are known."""
        return {"retry_after": self.wait} if self.wait else {}


class TooLarge(Refused):
    """More was sent than is read."""

    status = 413
    code = "too_large"
    message = N_("Le message est trop lourd. Envoyez moins de texte.")


class Invalid(Refused):
    """What came in does not fit its schema."""

    status = 422
    code = "invalid"
    message = N_("Certaines réponses sont à corriger.")

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._fields = {name: [str(text) for text in texts] for name, texts in fields.items()}

    @property
    def fields(self) -> Mapping[str, Sequence[str]]:
        return self._fields

    def __str__(self) -> str:
        return "; ".join(f"{name}: {' '.join(texts)}" for name, texts in self._fields.items())
