"""The nouns: rows, enums and values. Floor 1: imports nothing else of ours; every other package may import it."""
