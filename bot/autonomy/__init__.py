"""Earned autonomy, pure: what the evidence allows a step to do alone, how it is watched, and when it is taken back.

Start with `state.py`: one frozen `State` for each (workflow, step, agent version), and one function for each thing that
can happen to it. `certificate.py` has the bound, `alarm.py` notices that it no longer holds, `draw.py` picks whom a
person checks, `words.py` says it all in sentences.
"""
