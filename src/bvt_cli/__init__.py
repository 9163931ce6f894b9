"""bvt: the homes of a municipal child welfare service, their approval and their pay."""

__version__ = "0.1.0"
