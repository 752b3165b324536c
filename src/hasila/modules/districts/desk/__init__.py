"""The screens of the district desk: what the officer at the counter, the chief and the citizen see."""
