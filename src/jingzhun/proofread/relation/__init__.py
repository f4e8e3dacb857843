"""The rules, a folder for each kind of relation; what joins them is in ``proofreading``."""
