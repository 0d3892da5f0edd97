//! The command line: turns arguments into one of the verbs and nothing else.

fn main() {}
