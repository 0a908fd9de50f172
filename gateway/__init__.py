"""The internet's door: Twilio's webhooks, and whether we are alive. Translates; decides nothing."""
