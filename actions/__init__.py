"""Rasa's custom actions: slots in, one coach call, what to say out. Floor 4: decides nothing."""
