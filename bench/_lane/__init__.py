"""One admission lane on a simulated morning, for the bench and for the test of its outcomes."""
