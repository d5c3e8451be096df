"""Words for readers: names filled in, prose, texts of strangers, columns. Pure, and below everything else."""
