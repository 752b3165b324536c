"""What stands around each page: places, registers of one's own, languages, who is signed in."""
