"""What the graph says beyond its single statements: alternatives, similar procedures, paths.

The analyses run on a NetworkX projection when a graph is built, and what they find is written
into the graph (`findings`); the answers that people see are read from there (`alternatives`,
`similar`), together with what is `stated`.
"""
