"""Intents to commands to saved events to states; no Qt, no threads."""
