"""The clinicians' and staff's door: server-rendered pages. Translates; `coach` decides. Imports no other door."""
