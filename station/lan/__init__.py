"""The room's network: hub, seat link, versioned messages."""
