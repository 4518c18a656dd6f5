"""Draws states, reports intents; the only room with Qt."""
