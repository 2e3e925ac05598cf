"""Accreditation: an association's dossier, from draft to decision, renewal and appeal."""
