"""The networks, a module a family; each lists what it has as NETWORKS."""
