"""The clock's door: claims due work in the database and calls `coach` and `dialogue`.

Holds no state of its own.
"""
