"""`make bench`: what a turn costs, printed beside a stock Rasa project measured in the same run.

Apart from the house: it drives the whole system from outside and nothing imports it but the stress tests.
"""
