"""Reading patients' words without Rasa: numbers, entities, intents. The components and `bot.understand` call it."""
