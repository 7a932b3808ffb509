"""A village on a stick: the container, its manifest, seals and contents."""
