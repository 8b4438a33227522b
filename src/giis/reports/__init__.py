"""What is shown of a run, a rule, a guide or a catalogue: as text for people and as JSON for programs.

Every function here is given its data and a console (or returns plain data); none reads a file of the user, an
environment variable or a clock.
"""
