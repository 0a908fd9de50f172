"""Twilio's REST API, as far as the coach uses it, at Twilio's own paths."""
