"""The only user of a cryptography library: signatures, envelopes, certificates, keys."""
