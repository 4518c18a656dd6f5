"""The main job on one machine: real processes, simulated devices below real drivers."""
