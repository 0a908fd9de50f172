"""One turn of talk: the patient's words in, the coach's words out. Floor 3; the only code that speaks to Rasa."""
