"""What happened to people, their devices, their factors and their roles."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SignInFact(Fact):
    """Something that happened to a sign-in code, whoever it was for."""

    code_id: int

    @property
    def scope(self) -> str:
        return "sign-in"


@dataclass(frozen=True, kw_only=True)
class SignInCodeAsked(SignInFact):
    """A code is to be sent to an address."""


@dataclass(frozen=True, kw_only=True)
class SignInCodeRefused(SignInFact):
    """Wrong digits were tried; `attempts` counts them for this code."""

    attempts: int


@dataclass(frozen=True, kw_only=True)
class PersonFact(Fact):
    """Something that happened to a person."""

    person_id: int

    @property
    def scope(self) -> str:
        return f"person:{self.person_id}"


@dataclass(frozen=True, kw_only=True)
class GuestJoined(PersonFact):
    """Somebody gave a name and a country."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined(PersonFact):
    """An address was proved for the first time."""

    was_guest: bool


@dataclass(frozen=True, kw_only=True)
class SignedIn(PersonFact):
    """A device began to speak for the person, after a "code", "password" or "demonstration"."""

    device_id: int
    means: str


@dataclass(frozen=True, kw_only=True)
class DevicesRevoked(PersonFact):
    """Devices no longer speak for the person: one signed out, or some were revoked."""

    device_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(PersonFact):
    """The name, country, language or time zone changed."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(PersonFact):
    """A password was chosen, or taken away."""

    is_set: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorAdded(PersonFact):
    """An "authenticator" or a "passkey" can prove the person from now on."""

    means: str
    factor_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(PersonFact):
    """An "authenticator" or a "passkey" proves the person no longer."""

    means: str
    factor_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorProved(PersonFact):
    """A device proved the second factor, by "authenticator", "passkey" or "recovery"."""

    device_id: int
    means: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(PersonFact):
    """New recovery codes replaced those there were."""


@dataclass(frozen=True, kw_only=True)
class RoleGranted(PersonFact):
    """A role was given."""

    grant_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(PersonFact):
    """A role was taken back before its end."""

    grant_id: int
    role: str
