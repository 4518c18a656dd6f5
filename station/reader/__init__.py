"""ID card readers over USB."""
