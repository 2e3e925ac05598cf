"""What a record file may say: read with its line numbers, then checked whole."""
