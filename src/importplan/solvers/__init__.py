"""Linear and mixed-integer programs as arrays, and the solvers that answer them."""
