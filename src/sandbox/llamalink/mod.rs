//! A simulated LlamaLink.
