"""How fast Procedura is, beside its peers: one module a job, `measure` and `inputs` under them."""
