"""Publishing: notebooks run, reports written, plots drawn."""
