"""Measures: are the answers better or worse than before, and fast enough?"""
