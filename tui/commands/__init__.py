"""One file a command of the command line; each is imported when it is called or listed.

Heavy imports belong inside the function, so that `fwdash --help` and the first paint stay quick.
"""
