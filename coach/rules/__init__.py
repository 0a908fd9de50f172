"""Pure decisions: no session, no clock, no I/O."""
