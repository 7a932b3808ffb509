"""The kinds of file we know, each as data: its headers, our questions, and how its codes are told in ours."""
