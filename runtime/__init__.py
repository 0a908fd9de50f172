"""Settings, clock, logging, database engine and wiring. Floor 3: the doors import it; it decides nothing."""
