from tests.manuals.conftest import cast, it_referent, referent, software

__all__ = ["cast", "it_referent", "referent", "software"]
