"""The identity room: numbers, names, documents, the check-in."""
