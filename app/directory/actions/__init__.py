"""The writers of the directory."""

from app.directory.actions.applicants import enter_applicant, list_organisation
from app.directory.actions.keeping import (
    register_framework,
    register_organisation,
    register_source,
    register_taxonomy,
    update_framework,
    update_organisation,
    update_source,
    update_taxonomy,
)

__all__ = [
    "enter_applicant",
    "list_organisation",
    "register_framework",
    "register_organisation",
    "register_source",
    "register_taxonomy",
    "update_framework",
    "update_organisation",
    "update_source",
    "update_taxonomy",
]
