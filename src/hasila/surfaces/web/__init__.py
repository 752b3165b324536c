"""The web surface: pages derived from the declarations of procedures, with no rule of their own."""
