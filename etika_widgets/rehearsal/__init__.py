"""Rehearsals: a class that does not exist, with as many phones as wanted, to see what a machine can hold."""
