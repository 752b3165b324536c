"""A national year, played through the door: every act of it is performed, refused or corrected as a person's would be.

The top floor but one: it knows the modules, and no module knows it.
"""
