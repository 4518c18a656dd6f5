"""Bank, blueprint, paper, attempt, grading: pure."""
