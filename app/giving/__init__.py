"""Giving: campaigns, pledges, where every franc is, receipts, programmes and awards."""
