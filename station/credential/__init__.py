"""What a card says, whether it may be issued, its dates: pure."""
