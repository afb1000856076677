"""Public test sets, each answered by the product's own `ask` and scored by its official measure and a stricter one."""
