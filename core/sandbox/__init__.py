"""Untrusted work, done where it harms only itself: a child process without secrets, files, time or memory to spare.

Nothing here knows Django. A worker is a module of an app, loaded in the child alone:

    def warm_up() -> None: ...                                                 what to load before the first request
    def answer(request: bytes, send: Callable[[bytes], None]) -> None: ...     an answer in as many frames as it takes

The parent checks all that comes back: a file that takes hold of the child chooses what it answers.
Read `client`, then `server`, `messages`, `confinement` and `limits`.
"""
