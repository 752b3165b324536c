"""A stand-in for the prosecution's side of the exchange: for the demonstration, for tests, and as an example to build
the real one by. It has its own key, its own folder and no database, and imports nothing of the police's side but what
checks a bundle and a message.
"""
