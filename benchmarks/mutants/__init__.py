"""What `mutation.py` is made of: changes of a source file, the tests that cover it, a scratch copy to run them in."""
