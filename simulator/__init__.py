"""A telephone company in a box, for the demo and the tests: it speaks HTTP only.

Stands apart in the import law: nothing else of ours imports it and it imports nothing else of ours.
"""
