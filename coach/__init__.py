"""The verbs: everything the programme does, one module per topic.

Floor 3: the doors call it; it imports models, content, safety and telephony.
"""
