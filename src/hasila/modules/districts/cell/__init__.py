"""The screens of the victims' cell: intake in private, and the care of each person who was received."""
