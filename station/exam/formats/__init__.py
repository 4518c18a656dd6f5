"""Readers and writers of the forms in which questions travel."""
