"""The writers of the accounts."""

from app.accounts.actions.demonstration import create_demonstration_member, enter_demonstration
from app.accounts.actions.devices import (
    Entry,
    note_presence,
    revoke_device,
    revoke_other_devices,
    sign_out,
)
from app.accounts.actions.factors import (
    WrongSecondFactor,
    begin_authenticator,
    confirm_authenticator,
    make_recovery_codes,
    prove_second_factor,
    remove_authenticator,
)
from app.accounts.actions.passkeys import (
    Site,
    WrongPasskey,
    add_passkey,
    begin_passkey,
    begin_passkey_proof,
    prove_with_passkey,
    remove_passkey,
)
from app.accounts.actions.profile import SignInAgain, change_profile, set_password
from app.accounts.actions.roles import (
    AlreadyHeld,
    EndIsPast,
    create_member,
    grant_role,
    revoke_role,
)
from app.accounts.actions.signing_in import (
    CodeIsOver,
    TooManyTries,
    WrongCode,
    ask_for_code,
    join_as_guest,
    sign_in_with_code,
    sign_in_with_password,
)

__all__ = [
    "AlreadyHeld",
    "CodeIsOver",
    "EndIsPast",
    "Entry",
    "SignInAgain",
    "Site",
    "TooManyTries",
    "WrongCode",
    "WrongPasskey",
    "WrongSecondFactor",
    "add_passkey",
    "ask_for_code",
    "begin_authenticator",
    "begin_passkey",
    "begin_passkey_proof",
    "change_profile",
    "confirm_authenticator",
    "create_demonstration_member",
    "create_member",
    "enter_demonstration",
    "grant_role",
    "join_as_guest",
    "make_recovery_codes",
    "note_presence",
    "prove_second_factor",
    "prove_with_passkey",
    "remove_authenticator",
    "remove_passkey",
    "revoke_device",
    "revoke_other_devices",
    "revoke_role",
    "set_password",
    "sign_in_with_code",
    "sign_in_with_password",
    "sign_out",
]
