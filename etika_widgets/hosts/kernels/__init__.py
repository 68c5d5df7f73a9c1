"""Kernels for pages that need one per visitor: forked where that is safe, admitted as memory allows."""
