from tests.suggestions.conftest import together

# A fixture is found by the name it has here.
__all__ = ["together"]
