"""Reports of a corpus that are the same, or nearly so: found on disk, whatever their number.

Five steps, each of which leaves sealed files in a folder, so that a run that was stopped goes on:

1. `signs`: of each shard, digests, runs of words, bands of MinHash signatures (one job a shard);
2. `order`: all reports in keyed order, and which are exactly the same as an earlier one;
3. `candidates`: pairs that agree in a band and may be near (one job a band);
4. `verify`: those that are, by their runs of words (one job for some reports);
5. `choose`: in keyed order, a report goes that is near to an earlier one which stays.
"""
