"""Attribution: which part of a policy did it, and whether the parts add up."""
