"""Files that hold records, whatever their form: each record is told as a line of JSON."""
