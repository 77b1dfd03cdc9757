"""The databases underneath: how a connection is opened and how a query is run."""
