"""A run in a browser: a server on this machine alone, and one watching process for each open tab.

`textual-serve` gives the terminal in the page and the wire protocol between page and application.
Its server is not used: it starts applications through the shell, asks nobody who they are, loads
fonts from the network and leaves processes behind. So here: `gate` says who may come in, `page`
what a browser is given, `tab` runs the process behind one tab, `driver` is Textual's end of it in
that process, `site` puts them on one port, and `serving` opens and ends it.
"""
