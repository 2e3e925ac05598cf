"""The words of the directory as people read them, and where its channels lead."""

from app.core.i18n import N_, translate
from app.directory.models import Channel, ChannelKind, OrganisationKind

KINDS = {
    OrganisationKind.MINISTRY: N_("Ministère"),
    OrganisationKind.HIGH_COUNCIL: N_("Haut Conseil"),
    OrganisationKind.EMBASSY: N_("Ambassade"),
    OrganisationKind.CONSULATE: N_("Consulat"),
    OrganisationKind.ASSOCIATION: N_("Association"),
    OrganisationKind.AGENCY: N_("Organisme public"),
    OrganisationKind.INTERGOVERNMENTAL: N_("Organisation internationale"),
    OrganisationKind.UNIVERSITY: N_("Université ou école"),
    OrganisationKind.BANK: N_("Banque"),
    OrganisationKind.OTHER: N_("Autre organisation"),
}
CHANNELS = {
    ChannelKind.WEBSITE: N_("Site"),
    ChannelKind.FACEBOOK: N_("Facebook"),
    ChannelKind.TWITTER: N_("X (Twitter)"),
    ChannelKind.YOUTUBE: N_("YouTube"),
}


def organisation_kind(kind: str) -> str:
    """Return the word for a kind of organisation."""
    return translate(KINDS[OrganisationKind(kind)])


def channel_kind(kind: str) -> str:
    """Return the word for a kind of channel."""
    return translate(CHANNELS[ChannelKind(kind)])


def channel_link(channel: Channel) -> str | None:
    """Return the address of a channel that can be followed, none where only a name is known."""
    address = channel.address
    if address.startswith(("https://", "http://")):
        return address
    if channel.kind == ChannelKind.WEBSITE:
        return f"https://{address}"
    if " " in address:
        return None
    hosts = {ChannelKind.FACEBOOK: "www.facebook.com", ChannelKind.TWITTER: "x.com"}
    host = hosts.get(channel.kind)
    return f"https://{host}/{address.lstrip('@')}" if host else None
