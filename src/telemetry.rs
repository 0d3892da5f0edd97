//! Logs: one line an event on standard error, with nothing secret in it.
