"""Frames and faces: capture, detection, landmarks, embedding, liveness measurements."""
