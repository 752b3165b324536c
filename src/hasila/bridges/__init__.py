"""What two modules do together: one small file for each deliberate coupling, so that it can be seen."""
