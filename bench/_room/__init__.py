"""A whole room on one machine: the hub as a process, seats as processes, clients by the hundred."""
