"""The flow of a trouble: felt, voiced or borne, recorded, routed, worked on, closed, judged.

Tables of categories and channels are data; the flow itself is in one file a stage. Nothing here knows which
policy is on: it reads what policy has written into the institutions.
"""
