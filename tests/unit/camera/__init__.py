"""The camera room: frames, pictures and faces."""
