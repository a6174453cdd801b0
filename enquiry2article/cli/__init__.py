"""The commands, their options and what is shown on a terminal: the only place that knows click."""
