from typing import Any

from allauth.mfa.stages import AuthenticateStage


class SecondStep(AuthenticateStage):
    """allauth's; a sign-in that waits holds to the password of its first step, as a session does to its own."""

    def handle(self) -> tuple[Any, bool]:
        if self.login.user is not None:
            self.state["proof"] = self.login.user.get_session_auth_hash()
        response, goes_on = super().handle()
        return response, goes_on
