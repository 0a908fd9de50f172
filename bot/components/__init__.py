"""Our parts of Rasa's pipeline and policies; config.yml names them."""
