"""Packages, envelopes, receipts, the outbox and its courier."""
