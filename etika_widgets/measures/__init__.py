"""Pure numbers for ethics training: no input or output, no widgets."""
