"""The command line: one module for each word after `station`."""
