"""Hosts carry messages between browsers and the room engine; they decide nothing."""
