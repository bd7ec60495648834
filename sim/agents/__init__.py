"""Who lives and works here: one file a kind, holding its record, its rules and its Mesa view.

Rules take records and return plain numbers; nothing here knows how a ticket travels, or which policy is on.
"""
