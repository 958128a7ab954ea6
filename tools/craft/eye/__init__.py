"""How the eye for craft was made: what it learnt from, the faults that were planted, and its training."""
