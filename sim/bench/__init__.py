"""What `huying bench` measures: seconds, memory, and the ratio to the same rules in plain Mesa.

Absolute times say as much of the machine as of the program: the machine's own speed stands beside them.
"""
