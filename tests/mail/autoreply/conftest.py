from tests.mail.outbound.conftest import nadia, rubric

__all__ = ["nadia", "rubric"]
