"""The project that somebody would build with `rasa init` on our data: generated, trained, served, measured."""
