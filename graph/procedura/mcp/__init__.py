"""A server of the Model Context Protocol: the graph as tools for a language model.

It talks over standard input and output with the client that started it. Every answer says which
lines of which pages it rests on. The protocol is the work of its official SDK, an extra.
"""
